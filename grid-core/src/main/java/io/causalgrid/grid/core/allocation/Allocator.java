package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One substation's allocation, step by step: what cannot be changed now is set aside, turns decide who is owed the minimum
 * current, the policy divides, rounding brings its grants to what charge points can be told, and the safety layer carries
 * them out. Deterministic. Confined to one thread.
 */
public final class Allocator {
    private static final Comparator<Demand> ORDER =
            Comparator.comparing(Demand::arrival).thenComparing(Demand::sessionId);

    private final AllocationPolicy policy;
    private final AllocatorSettings settings;
    private final Turns turns;
    private final SafetyLayer safety;
    private Network network;

    /**
     * @param connectors told the grants
     */
    public Allocator(AllocationPolicy policy, AllocatorSettings settings, Network network, Connectors connectors) {
        int count = network.connectors().size();
        this.policy = policy;
        this.settings = settings;
        this.network = network;
        this.turns = new Turns(settings, count);
        this.safety = new SafetyLayer(connectors, settings.lease(), count);
    }

    /**
     * From now on the limits are those of {@code changed}.
     *
     * @throws IllegalArgumentException if it has other connectors
     */
    public void network(Network changed) {
        if (!changed.connectors().equals(network.connectors())) {
            throw new IllegalArgumentException("an allocator keeps its connectors");
        }
        network = changed;
    }

    /**
     * After a restart: what a connector may have been told before. It counts so until it confirms something else or that
     * lease ends.
     */
    public void presume(int connector, double amps, Instant until) {
        safety.presume(network, connector, amps, until);
    }

    /** The most a connector may be allowing now, its fallback included. */
    public double mostAmps(int connector, Instant now) {
        return safety.mostAmps(network, connector, now);
    }

    /**
     * Divides anew; connectors not among the demands are told 0 A.
     *
     * @param demands with floors of 0, at most one a connector; the allocator finds what is owed to whom
     * @param step for which the grants are to hold, usually until the next call; positive
     * @return one grant a demand, in their order: what each may count on now
     */
    public List<Grant> allocate(List<Demand> demands, Instant now, Duration step) {
        int[] positions = positions(demands);
        List<Demand> held = held(inOrder(demands), positions, now);
        Limits limits = limits(held, now, step);
        List<Demand> owed = turns.owed(network, limits, held, now);
        var task = new AllocationTask(network, limits, owed, now, step);
        List<Grant> wanted = Rounding.round(task, divided(task));
        Grant[] result = new Grant[demands.size()];
        double[] amps = new double[positions.length];
        for (Grant grant : safety.apply(task, wanted)) {
            int connector = grant.demand().connector();
            amps[connector] = grant.amps();
            if (positions[connector] >= 0) {
                result[positions[connector]] = grant;
            }
        }
        turns.happened(owed.subList(0, demands.size()), amps, now);
        return List.of(result);
    }

    private List<Grant> divided(AllocationTask task) {
        List<Grant> grants = policy.divide(task);
        if (grants.size() != task.demands().size()) {
            throw new IllegalStateException(
                    grants.size() + " grants for " + task.demands().size() + " demands");
        }
        return grants;
    }

    /** For each connector the position of its demand, or -1. */
    private int[] positions(List<Demand> demands) {
        int[] positions = new int[network.connectors().size()];
        Arrays.fill(positions, -1);
        for (int i = 0; i < demands.size(); i++) {
            int connector = demands.get(i).connector();
            if (positions[connector] >= 0) {
                throw new IllegalArgumentException("two demands for connector " + connector);
            }
            positions[connector] = i;
        }
        return positions;
    }

    private static List<Demand> inOrder(List<Demand> demands) {
        for (int i = 1; i < demands.size(); i++) {
            if (ORDER.compare(demands.get(i - 1), demands.get(i)) > 0) {
                return demands.stream().sorted(ORDER).toList();
            }
        }
        return demands;
    }

    /**
     * The demands, and after them what connectors without one hold. What a charge point counts at whatever is decided now
     * is owed to it, and one that does not answer can use no more.
     */
    private List<Demand> held(List<Demand> demands, int[] positions, Instant now) {
        List<Demand> result = new ArrayList<>(demands.size());
        for (Demand demand : demands) {
            int connector = demand.connector();
            double amps = safety.heldAmps(network, connector, now);
            if (!safety.isReachable(connector)) {
                result.add(fixed(demand, amps));
            } else {
                result.add(amps == demand.floorAmps() ? demand : demand.withFloor(amps));
            }
        }
        for (int connector = 0; connector < positions.length; connector++) {
            double amps = positions[connector] < 0 ? safety.heldAmps(network, connector, now) : 0;
            if (amps > 0) {
                result.add(new Demand("", connector, amps, amps, 0, now, now));
            }
        }
        return result;
    }

    private static Demand fixed(Demand demand, double amps) {
        return new Demand(
                demand.sessionId(),
                demand.connector(),
                amps,
                amps,
                demand.missingWattHours(),
                demand.arrival(),
                demand.deadline());
    }

    /**
     * What may be used until the grants given now have run out, also if nobody comes to change them. Where what is held is
     * more already, nothing can be done now but to give out nothing else.
     */
    private Limits limits(List<Demand> held, Instant now, Duration step) {
        Limits limits = network.limits(now, step.compareTo(settings.lease()) > 0 ? step : settings.lease());
        var headroom = new Headroom(network, limits);
        for (Demand demand : held) {
            if (demand.floorAmps() > 0) {
                headroom.add(demand.connector(), demand.floorAmps());
            }
        }
        for (int limit = 0; limit < limits.count(); limit++) {
            if (headroom.load(limit) > limits.bound(limit)) {
                limits = limits.with(limit, headroom.load(limit));
            }
        }
        return limits;
    }
}
