package io.causalgrid.grid.core.allocation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One substation's allocation, step by step: rotation decides who can have the minimum current, the policy divides the
 * limit among these, the safety layer carries it out. Confined to one thread.
 */
public final class Allocator {
    private final AllocationPolicy policy;
    private final Rotation rotation;
    private final SafetyLayer safety;

    /**
     * @param rotationPeriod how long a turn lasts when not everyone can charge at once
     */
    public Allocator(AllocationPolicy policy, Duration rotationPeriod, Connectors connectors) {
        this.policy = policy;
        this.rotation = new Rotation(rotationPeriod);
        this.safety = new SafetyLayer(connectors);
    }

    /** Divides the limit anew; sessions not among the demands lose their power. One grant a demand, in their order. */
    public List<Grant> allocate(double limitWatts, List<Demand> demands, Instant now) {
        Set<String> turn = rotation.admit(limitWatts, demands, now);
        List<Demand> served = demands.stream()
                .filter(demand -> turn.contains(demand.sessionId()))
                .toList();
        List<Grant> wanted = new ArrayList<>(policy.divide(limitWatts, served));
        for (Demand demand : demands) {
            if (!turn.contains(demand.sessionId())) {
                wanted.add(new Grant(demand, 0, Reason.WAITING_FOR_TURN));
            }
        }
        return inOrderOf(demands, safety.apply(limitWatts, wanted));
    }

    private static List<Grant> inOrderOf(List<Demand> demands, List<Grant> grants) {
        Map<String, Grant> bySession = HashMap.newHashMap(grants.size());
        grants.forEach(grant -> bySession.put(grant.sessionId(), grant));
        return demands.stream()
                .map(demand ->
                        bySession.getOrDefault(demand.sessionId(), new Grant(demand, 0, Reason.WAITING_FOR_TURN)))
                .toList();
    }
}
