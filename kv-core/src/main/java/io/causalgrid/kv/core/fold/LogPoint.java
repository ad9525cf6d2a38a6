package io.causalgrid.kv.core.fold;

import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.VersionVector;

/**
 * What the log function remembers between two records: all that the meaning of the next one depends on.
 *
 * @param position the position folded last, 0 before the first
 * @param applied the transactions that have taken effect
 * @param highest the highest timestamp among them
 */
public record LogPoint(long position, VersionVector applied, HybridTimestamp highest) {
    /** Before the first record. */
    public static final LogPoint START = new LogPoint(0, VersionVector.empty(), HybridTimestamp.ZERO);
}
