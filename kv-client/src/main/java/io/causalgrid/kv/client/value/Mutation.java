package io.causalgrid.kv.client.value;

/** One of the changes that a batch makes. */
public sealed interface Mutation {

    /** Gives a key or field a value. */
    record Put(Key key, Value value, WriteOptions options) implements Mutation {}

    /** Takes a key's or field's value away; no error if there is none. */
    record Delete(Key key, WriteOptions options) implements Mutation {}

    /** Puts an element into a set. */
    record AddElement(String set, String element) implements Mutation {}

    /** Takes an element out of a set. */
    record RemoveElement(String set, String element) implements Mutation {}

    /** Adds to a counter. */
    record AddToCounter(String counter, long delta) implements Mutation {}
}
