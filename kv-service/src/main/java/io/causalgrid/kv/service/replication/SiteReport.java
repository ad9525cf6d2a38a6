package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.state.Digest;

/** What a site says of itself twice a second; vector and digest belong together. */
public record SiteReport(VersionVector applied, Digest digest, long bufferDepth) {}
