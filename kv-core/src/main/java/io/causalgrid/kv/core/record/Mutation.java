package io.causalgrid.kv.core.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One change of one key. */
public sealed interface Mutation {
    /** The key it changes. */
    String key();

    /** The versions it takes away. */
    Replaces replaces();

    /** About how many bytes it takes in memory, with the objects that it is made of. */
    long memoryBytes();

    /**
     * Gives the key a value.
     *
     * @param expiresAt from when on nobody sees the value any more, in whole milliseconds; null if it stays
     */
    record Put(
            String key,
            Value value,
            Replaces replaces,
            @Nullable Instant expiresAt) implements Mutation {
        /** A value that replaces all that its site could see, and stays. */
        public Put(String key, Value value) {
            this(key, value, Replaces.ALL_SEEN, null);
        }

        @Override
        public long memoryBytes() {
            return MemorySizes.MUTATION + key.length() + value.length() + replaces.memoryBytes();
        }
    }

    /** Takes versions away; needs no tombstone, because delivery is causal and free of duplicates. */
    record Delete(String key, Replaces replaces) implements Mutation {
        /** Takes all away that its site could see. */
        public Delete(String key) {
            this(key, Replaces.ALL_SEEN);
        }

        @Override
        public long memoryBytes() {
            return MemorySizes.MUTATION + key.length() + replaces.memoryBytes();
        }
    }
}
