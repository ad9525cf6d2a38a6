package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.SiteId;
import java.time.Duration;
import java.util.List;

/**
 * What a replica is told about itself.
 *
 * @param self its identity
 * @param members the names of all members, in the order of the simple API's arrays; contains this site's
 * @param bufferCapacity how many transactions may wait for their causes, at least 1
 * @param clockDriftMax how far a timestamp may lie ahead of the local clock before it is reported
 */
public record ReplicaSettings(SiteId self, List<String> members, int bufferCapacity, Duration clockDriftMax) {
    public ReplicaSettings {
        members = List.copyOf(members);
        if (!members.contains(self.name())) {
            throw new IllegalArgumentException(self.name() + " is not among the members " + members);
        }
        if (bufferCapacity < 1) {
            throw new IllegalArgumentException("the causal buffer needs room for one, not " + bufferCapacity);
        }
    }
}
