package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.membership.Membership;
import java.time.Duration;

/**
 * What a replica is told about itself and the cluster.
 *
 * @param configured the members at first, until the store itself says who they are
 * @param buffer how many transactions may wait for their causes, and how much memory they may take
 * @param clockDriftMax how far a timestamp may lie ahead of the local clock before it is reported
 */
public record ReplicaSettings(Membership configured, BufferBounds buffer, Duration clockDriftMax) {}
