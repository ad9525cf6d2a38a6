package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One substation's allocation, step by step: turns decide who is owed the minimum current, the policy divides, rounding
 * brings its grants to what charge points can be told, and the safety layer carries them out. Deterministic. Confined to
 * one thread.
 */
public final class Allocator {
    private final AllocationPolicy policy;
    private Network network;

    /**
     * @param connectors told the grants
     */
    public Allocator(AllocationPolicy policy, AllocatorSettings settings, Network network, Connectors connectors) {
        this.policy = policy;
        this.network = network;
    }

    /** From now on the limits are those of {@code changed}, which has the same connectors. */
    public void network(Network changed) {
        network = changed;
    }

    /**
     * Divides anew; connectors not among the demands are told 0 A.
     *
     * @param demands with floors of 0; the allocator finds what is owed to whom
     * @param step for which the grants are to hold, usually until the next call; positive
     * @return one grant a demand, in their order: what each may count on now
     */
    public List<Grant> allocate(List<Demand> demands, Instant now, Duration step) {
        return policy.divide(new AllocationTask(network, network.limits(now, step), demands, now, step));
    }
}
