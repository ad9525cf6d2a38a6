package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.state.Digest;

/**
 * What a site says of itself twice a second. All of it is durable there, and vector and digest belong together.
 *
 * @param self under which identity it writes now
 * @param member whether it believes that it belongs to the cluster
 * @param applied what it has
 * @param digest over that
 * @param bufferDepth how many transactions wait there for their causes
 */
public record SiteReport(SiteId self, boolean member, VersionVector applied, Digest digest, long bufferDepth) {}
