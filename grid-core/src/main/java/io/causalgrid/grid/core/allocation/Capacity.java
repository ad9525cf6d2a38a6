package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a network can give out. */
public final class Capacity {
    /** Enough for every vehicle to want all it can take. */
    private static final double ENDLESS_WATT_HOURS = 1e9;

    private Capacity() {}

    /**
     * The power of all connectors together at a time, if each had a vehicle that takes all it can get and the limits were shared
     * fairly.
     */
    public static double watts(Network network, Instant at) {
        Duration step = Duration.ofMinutes(1);
        List<Demand> demands = new ArrayList<>();
        for (int connector = 0; connector < network.connectors().size(); connector++) {
            double most = network.connectors().get(connector).maxAmps();
            demands.add(new Demand("", connector, 0, most, ENDLESS_WATT_HOURS, at, at.plus(step)));
        }
        var task = new AllocationTask(network, network.limits(at, Duration.ZERO), demands, at, step);
        return new EqualShare()
                .divide(task).stream()
                        .mapToDouble(grant -> grant.watts(network))
                        .sum();
    }
}
