package io.causalgrid.kv.core.fold;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;

/**
 * What the log function remembers between two records: all that the meaning of the next one depends on.
 *
 * @param position the position folded last, 0 before the first
 * @param self the identity under which the log's own writes are named now
 * @param applied the transactions that have taken effect
 * @param highest the highest timestamp among them
 */
public record LogPoint(long position, SiteId self, VersionVector applied, HybridTimestamp highest) {
    /** Before the first record of a site's first log. */
    public static LogPoint start(SiteId self) {
        return new LogPoint(0, self, VersionVector.empty(), HybridTimestamp.ZERO);
    }

    /** The name of the next write of this site. */
    public Dot next() {
        return applied.next(self);
    }
}
