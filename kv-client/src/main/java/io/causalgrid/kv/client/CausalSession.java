package io.causalgrid.kv.client;

import io.causalgrid.kv.client.error.ConditionFailedException;
import io.causalgrid.kv.client.value.Batch;
import io.causalgrid.kv.client.value.Entry;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.KeyInfo;
import io.causalgrid.kv.client.value.Page;
import io.causalgrid.kv.client.value.PageRequest;
import io.causalgrid.kv.client.value.Receipt;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.Versions;
import io.causalgrid.kv.client.value.WriteOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A line of thought: what it reads covers what it has read and written before, at whichever replica. It carries the causality
 * token of the last answer to the next request, and a replica that has not seen that much waits or sends the client on.
 *
 * <p>Sessions cost nothing; have one for each user, request or task. A session may be used by several threads, but its calls
 * take turns in the order in which they were begun, since each must know what the one before has seen. What may go on side by
 * side belongs into several sessions.
 *
 * <p>Every call ends within the client's deadline, and fails with a
 * {@link io.causalgrid.kv.client.error.CausalGridException}.
 */
public final class CausalSession {
    private final SessionCalls calls;
    private final AsyncSession async;

    CausalSession(SessionCalls calls) {
        this.calls = calls;
        this.async = new AsyncSession(calls);
    }

    /** What the session has seen, for {@link CausalGridClient#session(String)} here or elsewhere; empty before any answer. */
    public Optional<String> token() {
        return calls.token();
    }

    /** The same session for those who do not wait: its calls take turns with these. */
    public AsyncSession async() {
        return async;
    }

    /** Gives a key a text, whatever it had. */
    public Receipt put(String key, String text) {
        return calls.run(Calls.put(Key.of(key), Value.text(text), WriteOptions.none()));
    }

    /** Gives a key or field a value, whatever it had. */
    public Receipt put(Key key, Value value) {
        return calls.run(Calls.put(key, value, WriteOptions.none()));
    }

    /** Gives a key or field a value. Conditions that do not hold give a {@link ConditionFailedException}. */
    public Receipt put(Key key, Value value, WriteOptions options) {
        return calls.run(Calls.put(key, value, options));
    }

    /** The winner among a key's versions; empty if it has no value. */
    public Optional<Entry> get(String key) {
        return calls.run(Calls.get(Key.of(key)));
    }

    /** The winner among the versions of a key or field; empty if it has no value. */
    public Optional<Entry> get(Key key) {
        return calls.run(Calls.get(key));
    }

    /** All versions of a key or field; empty if it has no value. */
    public Optional<Versions> versions(Key key) {
        return calls.run(Calls.versions(key));
    }

    /** Takes a key's value away; empty if it had none. */
    public Optional<Receipt> delete(String key) {
        return calls.run(Calls.delete(Key.of(key), WriteOptions.none()));
    }

    /** Takes a key's or field's value away; empty if it had none. Conditions as with {@link #put(Key, Value, WriteOptions)}. */
    public Optional<Receipt> delete(Key key, WriteOptions options) {
        return calls.run(Calls.delete(key, options));
    }

    /** Keys that begin with the prefix, in the order of their bytes, without values. */
    public Page<KeyInfo> keys(String prefix, PageRequest page) {
        return calls.run(Calls.keys(prefix, page));
    }

    /** Keys that begin with the prefix, with their values. */
    public Page<Entry> entries(String prefix, PageRequest page) {
        return calls.run(Calls.entries(prefix, page));
    }

    /** Makes all changes of a batch, or none. */
    public Receipt write(Batch batch) {
        return calls.run(Calls.write(batch, WriteOptions.none()));
    }

    /** Makes all changes of a batch, or none; of the options, only the number of replicas concerns a whole batch. */
    public Receipt write(Batch batch, WriteOptions options) {
        return calls.run(Calls.write(batch, options));
    }

    /** Up to a thousand keys as of one point in causal history, in the order asked; those without a value are left out. */
    public Map<String, Entry> read(List<String> keys) {
        return calls.run(Calls.read(keys));
    }

    /** Adds to a counter, from -(2^53 - 1) to 2^53 - 1 but not zero, and gives its value where that was done. */
    public long addToCounter(String counter, long delta) {
        return calls.run(Calls.addToCounter(counter, delta));
    }

    /** A counter's value; empty if nothing was ever added. */
    public OptionalLong counter(String counter) {
        return calls.run(Calls.counterValue(counter));
    }

    /** Deletes a counter; false if there was none. */
    public boolean deleteCounter(String counter) {
        return calls.run(Calls.deleteCounter(counter));
    }

    /** Puts an element into a set, where it may be already. Wins over a concurrent removal. */
    public Receipt addElement(String set, String element) {
        return calls.run(Calls.addElement(set, element));
    }

    /** Takes an element out of a set; false if it was not in. */
    public boolean removeElement(String set, String element) {
        return calls.run(Calls.removeElement(set, element));
    }

    /** Whether an element is in a set. */
    public boolean hasElement(String set, String element) {
        return calls.run(Calls.hasElement(set, element));
    }

    /** A set's elements, in the order of their bytes; a set that is not there is empty. */
    public Page<String> elements(String set, PageRequest page) {
        return calls.run(Calls.elements(set, page));
    }

    /** A map's fields with their values, in the order of their bytes. */
    public Page<Entry> fields(String map, PageRequest page) {
        return calls.run(Calls.fields(map, page));
    }
}
