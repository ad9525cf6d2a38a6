package io.causalgrid.kv.core.state;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;

/**
 * How far a site has come: all that is known of its state apart from the data itself, as of one log position.
 *
 * @param log what the log function remembers
 * @param digest over all versions that do not expire
 * @param keys how many keys, counters, elements and fields have a version
 */
public record StatePoint(LogPoint log, Digest digest, long keys) {
    /** Before anything was written. */
    public static StatePoint start(SiteId self) {
        return new StatePoint(LogPoint.start(self), Digest.ZERO, 0);
    }

    /** The log position folded last. */
    public long position() {
        return log.position();
    }

    /** The transactions applied. */
    public VersionVector applied() {
        return log.applied();
    }
}
