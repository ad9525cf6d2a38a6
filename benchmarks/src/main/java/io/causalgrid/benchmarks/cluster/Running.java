package io.causalgrid.benchmarks.cluster;

/** Something with processes of its own. */
public interface Running extends AutoCloseable {
    /** Ends them, and returns when they have ended. */
    @Override
    void close();

    /** For a shutdown hook: ends them, and lets nothing start any more. */
    void closeForGood();
}
