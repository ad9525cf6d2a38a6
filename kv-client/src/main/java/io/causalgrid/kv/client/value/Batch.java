package io.causalgrid.kv.client.value;

import java.util.ArrayList;
import java.util.List;

/**
 * Up to a thousand changes that happen together: everywhere all of them or none, and nobody sees a part. Not thread-safe;
 * the session takes a copy, so that a batch may be added to and written again.
 */
public final class Batch {
    private final List<Mutation> mutations = new ArrayList<>();

    /** Gives a key or field a value. */
    public Batch put(Key key, Value value) {
        return put(key, value, WriteOptions.none());
    }

    /** Gives a key or field a value, with a condition or an expiry. If a condition fails, nothing of the batch is done. */
    public Batch put(Key key, Value value, WriteOptions options) {
        return add(new Mutation.Put(key, value, ofOneKey(options)));
    }

    /** Takes a key's or field's value away. */
    public Batch delete(Key key) {
        return delete(key, WriteOptions.none());
    }

    /** Takes a key's or field's value away under a condition. */
    public Batch delete(Key key, WriteOptions options) {
        if (options.expiresIn().isPresent()) {
            throw new IllegalArgumentException("what is deleted does not expire");
        }
        return add(new Mutation.Delete(key, ofOneKey(options)));
    }

    /** Puts an element into a set. */
    public Batch addElement(String set, String element) {
        return add(new Mutation.AddElement(set, element));
    }

    /** Takes an element out of a set. */
    public Batch removeElement(String set, String element) {
        return add(new Mutation.RemoveElement(set, element));
    }

    /** Adds to a counter. */
    public Batch addToCounter(String counter, long delta) {
        return add(new Mutation.AddToCounter(counter, delta));
    }

    /** What is in it so far, in order. */
    public List<Mutation> mutations() {
        return List.copyOf(mutations);
    }

    private Batch add(Mutation mutation) {
        mutations.add(mutation);
        return this;
    }

    private static WriteOptions ofOneKey(WriteOptions options) {
        if (options.durability().isPresent()) {
            throw new IllegalArgumentException(
                    "a number of replicas belongs to the whole batch, not to one of its keys");
        }
        if (options.requestId().isPresent()) {
            throw new IllegalArgumentException("an id belongs to the whole batch, not to one of its keys");
        }
        return options;
    }
}
