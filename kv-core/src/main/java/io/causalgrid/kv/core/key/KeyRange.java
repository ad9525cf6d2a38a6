package io.causalgrid.kv.core.key;

import org.jspecify.annotations.Nullable;

/**
 * The names that begin with a prefix, in the order of their UTF-8 bytes.
 *
 * @param after the name to start behind; null to start with the first
 */
public record KeyRange(String prefix, @Nullable String after) {
    /** All names but the empty one. */
    public static final KeyRange ALL = new KeyRange("", null);

    /** The same range from behind a name on. */
    public KeyRange startingAfter(String name) {
        return new KeyRange(prefix, name);
    }
}
