package io.causalgrid.kv.core.history;

import org.jspecify.annotations.Nullable;

/** What a client did to one key, as far as it happened. */
public sealed interface Operation {
    String key();

    /** What was written or what the read returned; null is the initial value, which only a read can have. */
    @Nullable
    String value();

    record Write(String key, String value) implements Operation {
        @Override
        public String toString() {
            return "write " + key + "=" + value;
        }
    }

    record Read(String key, @Nullable String value) implements Operation {
        @Override
        public String toString() {
            return "read " + key + (value == null ? " without a value" : "=" + value);
        }
    }
}
