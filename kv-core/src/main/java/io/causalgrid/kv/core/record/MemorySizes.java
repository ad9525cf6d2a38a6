package io.causalgrid.kv.core.record;

/**
 * About how many bytes objects take in memory beside the texts and values that they contain: headers, references and the
 * arrays' own headers in a 64-bit JVM with a heap below 32 GB. Good enough to bound what is collected.
 */
final class MemorySizes {
    /** A transaction without mutations, its list included; its vector has mostly the entries of the one before. */
    static final int TRANSACTION = 256;

    /** A put or a delete with its key and its value. */
    static final int MUTATION = 160;

    /** A dot in a set. */
    static final int DOT = 64;

    private MemorySizes() {}
}
