package io.causalgrid.kv.client;

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
import java.util.concurrent.CompletionStage;

/**
 * The calls of a {@link CausalSession} for those who do not wait; each means what its namesake there means. A stage completes
 * on a virtual thread, when the session's next call may begin: what depends on it may block, and call the session again. It
 * fails with a {@link io.causalgrid.kv.client.error.CausalGridException}. Cancelling its future gives the call up; a write that
 * was sent by then may have been applied.
 */
public final class AsyncSession {
    private final SessionCalls calls;

    AsyncSession(SessionCalls calls) {
        this.calls = calls;
    }

    /** {@link CausalSession#put(String, String)}. */
    public CompletionStage<Receipt> put(String key, String text) {
        return calls.start(Calls.put(Key.of(key), Value.text(text), WriteOptions.none()));
    }

    /** {@link CausalSession#put(Key, Value)}. */
    public CompletionStage<Receipt> put(Key key, Value value) {
        return calls.start(Calls.put(key, value, WriteOptions.none()));
    }

    /** {@link CausalSession#put(Key, Value, WriteOptions)}. */
    public CompletionStage<Receipt> put(Key key, Value value, WriteOptions options) {
        return calls.start(Calls.put(key, value, options));
    }

    /** {@link CausalSession#get(String)}. */
    public CompletionStage<Optional<Entry>> get(String key) {
        return calls.start(Calls.get(Key.of(key)));
    }

    /** {@link CausalSession#get(Key)}. */
    public CompletionStage<Optional<Entry>> get(Key key) {
        return calls.start(Calls.get(key));
    }

    /** {@link CausalSession#versions(Key)}. */
    public CompletionStage<Optional<Versions>> versions(Key key) {
        return calls.start(Calls.versions(key));
    }

    /** {@link CausalSession#delete(String)}. */
    public CompletionStage<Optional<Receipt>> delete(String key) {
        return calls.start(Calls.delete(Key.of(key), WriteOptions.none()));
    }

    /** {@link CausalSession#delete(Key, WriteOptions)}. */
    public CompletionStage<Optional<Receipt>> delete(Key key, WriteOptions options) {
        return calls.start(Calls.delete(key, options));
    }

    /** {@link CausalSession#keys(String, PageRequest)}. */
    public CompletionStage<Page<KeyInfo>> keys(String prefix, PageRequest page) {
        return calls.start(Calls.keys(prefix, page));
    }

    /** {@link CausalSession#entries(String, PageRequest)}. */
    public CompletionStage<Page<Entry>> entries(String prefix, PageRequest page) {
        return calls.start(Calls.entries(prefix, page));
    }

    /** {@link CausalSession#write(Batch)}. */
    public CompletionStage<Receipt> write(Batch batch) {
        return calls.start(Calls.write(batch, WriteOptions.none()));
    }

    /** {@link CausalSession#write(Batch, WriteOptions)}. */
    public CompletionStage<Receipt> write(Batch batch, WriteOptions options) {
        return calls.start(Calls.write(batch, options));
    }

    /** {@link CausalSession#read(List)}. */
    public CompletionStage<Map<String, Entry>> read(List<String> keys) {
        return calls.start(Calls.read(keys));
    }

    /** {@link CausalSession#addToCounter(String, long)}. */
    public CompletionStage<Long> addToCounter(String counter, long delta) {
        return calls.start(Calls.addToCounter(counter, delta));
    }

    /** {@link CausalSession#counter(String)}. */
    public CompletionStage<OptionalLong> counter(String counter) {
        return calls.start(Calls.counterValue(counter));
    }

    /** {@link CausalSession#deleteCounter(String)}. */
    public CompletionStage<Boolean> deleteCounter(String counter) {
        return calls.start(Calls.deleteCounter(counter));
    }

    /** {@link CausalSession#addElement(String, String)}. */
    public CompletionStage<Receipt> addElement(String set, String element) {
        return calls.start(Calls.addElement(set, element));
    }

    /** {@link CausalSession#removeElement(String, String)}. */
    public CompletionStage<Boolean> removeElement(String set, String element) {
        return calls.start(Calls.removeElement(set, element));
    }

    /** {@link CausalSession#hasElement(String, String)}. */
    public CompletionStage<Boolean> hasElement(String set, String element) {
        return calls.start(Calls.hasElement(set, element));
    }

    /** {@link CausalSession#elements(String, PageRequest)}. */
    public CompletionStage<Page<String>> elements(String set, PageRequest page) {
        return calls.start(Calls.elements(set, page));
    }

    /** {@link CausalSession#fields(String, PageRequest)}. */
    public CompletionStage<Page<Entry>> fields(String map, PageRequest page) {
        return calls.start(Calls.fields(map, page));
    }
}
