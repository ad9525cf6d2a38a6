package io.causalgrid.kv.core.record;

/** One change of one key. It replaces every version of the key that its transaction's dependencies cover. */
public sealed interface Mutation {
    /** The key it changes. */
    String key();

    /** Gives the key a value. */
    record Put(String key, Value value) implements Mutation {}

    /** Takes the versions it covers away; needs no tombstone, because delivery is causal and free of duplicates. */
    record Delete(String key) implements Mutation {}
}
