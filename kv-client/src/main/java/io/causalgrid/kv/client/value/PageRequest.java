package io.causalgrid.kv.client.value;

import java.util.Optional;

/**
 * Which page.
 *
 * @param after a name; the page begins with the first one after it
 * @param limit how many at the most, 1 to 1000
 */
public record PageRequest(Optional<String> after, int limit) {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1000;

    public PageRequest {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException("a page has 1 to " + LIMIT_MAX + " entries, not " + limit);
        }
    }

    /** The first page, of a hundred at the most. */
    public static PageRequest first() {
        return new PageRequest(Optional.empty(), LIMIT_DEFAULT);
    }

    /** The page that begins after that name. */
    public PageRequest after(String name) {
        return new PageRequest(Optional.of(name), limit);
    }

    /** At most so many. */
    public PageRequest limit(int entries) {
        return new PageRequest(after, entries);
    }
}
