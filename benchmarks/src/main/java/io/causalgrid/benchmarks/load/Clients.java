package io.causalgrid.benchmarks.load;

/**
 * Clients that write keys in turn, each waiting for its answers before it goes on.
 *
 * @param connections one for each client
 * @param depth how many requests a client sends at once
 * @param keys how many different ones there are
 */
public record Clients(int connections, int depth, long keys) {
    /** A key has so many bytes. */
    public static final int KEY_BYTES = 12;

    /** A value has so many bytes. */
    public static final int VALUE_BYTES = 100;

    private static final int THREADS_MAX = 2;

    /** Clients that send one request at a time. */
    public static Clients oneByOne(int connections, long keys) {
        return new Clients(connections, 1, keys);
    }

    /** As many as write that many keys in the shortest time. */
    public static Clients fastest(long keys) {
        return new Clients(256, 8, keys);
    }

    int threads() {
        return Math.min(THREADS_MAX, connections);
    }
}
