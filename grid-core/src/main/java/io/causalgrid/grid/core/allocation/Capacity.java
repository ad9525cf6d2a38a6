package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a network can give out. */
public final class Capacity {
    /** Enough for every vehicle to want all it can take, and for none to be more urgent than another. */
    private static final double ENDLESS_WATT_HOURS = 1e9;

    private Capacity() {}

    /**
     * The most power that all connectors together can have at a time. Of a network that is too large to find that out at once, as
     * much as a fair division gives out.
     */
    public static double watts(Network network, Instant at) {
        Duration step = Duration.ofMinutes(1);
        List<Demand> demands = new ArrayList<>();
        for (int connector = 0; connector < network.connectors().size(); connector++) {
            double most = network.connectors().get(connector).maxAmps();
            demands.add(new Demand("", connector, 0, most, ENDLESS_WATT_HOURS, at, at.plus(step)));
        }
        var task = new AllocationTask(network, network.limits(at, Duration.ZERO), demands, at, step);
        double fair = watts(new EqualShare(), task);
        double bound = network.powerLimits().stream()
                .mapToDouble(task.limits()::bound)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        if (fair >= bound * (1 - Limits.TOLERANCE)) {
            return fair; // there is no more, and the solver need not even be loaded
        }
        var most = new Optimised(() -> () -> AllocationDefaults.SOLVER_MILLIS);
        return watts(new FallingBack(most, new EqualShare()), task);
    }

    private static double watts(AllocationPolicy policy, AllocationTask task) {
        return policy.divide(task).stream()
                .mapToDouble(grant -> grant.watts(task.network()))
                .sum();
    }
}
