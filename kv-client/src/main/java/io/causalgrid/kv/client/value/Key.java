package io.causalgrid.kv.client.value;

/**
 * Where a value is: under a key of its own, or in a field of a map. Any text of 1 to 1024 bytes of UTF-8 will do, slashes,
 * dots and all. Keys, maps, sets and counters have name spaces of their own.
 */
public sealed interface Key {

    /** A key. */
    static Key of(String name) {
        return new Plain(name);
    }

    /** A field of a map. */
    static Key field(String map, String field) {
        return new Field(map, field);
    }

    /** A key of its own. */
    record Plain(String name) implements Key {}

    /** A field of a map; maps come into being with their first field and go with their last. */
    record Field(String map, String field) implements Key {}
}
