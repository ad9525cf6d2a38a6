package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.membership.Membership;
import java.time.Duration;

/**
 * What a replica is told about itself and the cluster.
 *
 * @param configured the members at first, until the store itself says who they are
 * @param bufferCapacity how many transactions may wait for their causes, at least 1
 * @param clockDriftMax how far a timestamp may lie ahead of the local clock before it is reported
 */
public record ReplicaSettings(Membership configured, int bufferCapacity, Duration clockDriftMax) {
    public ReplicaSettings {
        if (bufferCapacity < 1) {
            throw new IllegalArgumentException("the causal buffer needs room for one, not " + bufferCapacity);
        }
    }
}
