package io.causalgrid.kv.core.state;

import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.VersionVector;

/**
 * How far a site has come: all that is known of its state apart from the data itself, as of one log position.
 *
 * @param position the log position folded last, 0 before the first
 * @param applied the transactions applied
 * @param highest the highest timestamp among them
 * @param digest over all visible versions
 * @param keys how many keys have a value
 */
public record StatePoint(long position, VersionVector applied, HybridTimestamp highest, Digest digest, long keys) {
    /** Before anything was written. */
    public static final StatePoint START =
            new StatePoint(0, VersionVector.empty(), HybridTimestamp.ZERO, Digest.ZERO, 0);
}
