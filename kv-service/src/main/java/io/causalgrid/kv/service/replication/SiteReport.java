package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.state.Digest;
import io.causalgrid.kv.core.state.StatePoint;
import io.causalgrid.kv.service.site.Site;

/**
 * What a site says of itself twice a second. All of it is durable there, and vector and digest belong together.
 *
 * @param self under which identity it writes now
 * @param member whether it believes that it belongs to the cluster
 * @param applied what it has
 * @param digest over that
 * @param bufferDepth how many transactions wait there for their causes
 */
public record SiteReport(SiteId self, boolean member, VersionVector applied, Digest digest, long bufferDepth) {
    static SiteReport of(Site.Standing standing, boolean member) {
        StatePoint point = standing.point();
        return new SiteReport(point.log().self(), member, point.applied(), point.digest(), standing.bufferDepth());
    }
}
