package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes allocation tasks by chance. */
final class RandomTasks {
    static final Instant NOW = Instant.parse("2030-03-01T08:00:00Z");
    static final Duration STEP = Duration.ofMinutes(5);

    private RandomTasks() {}

    /** A task whose demands' floors together are within the limits. */
    static AllocationTask any(RandomGenerator random, Network network) {
        Limits limits = network.limits(NOW, STEP);
        var headroom = new Headroom(network, limits);
        List<Demand> demands = new ArrayList<>();
        for (int connector = 0; connector < network.connectors().size(); connector++) {
            if (random.nextInt(5) > 0) {
                Demand demand = demand(random, network, connector);
                double floor = random.nextInt(3) == 0 ? random.nextDouble(8) : 0;
                if (floor > 0 && floor <= headroom.most(connector)) {
                    headroom.add(connector, floor);
                    demand = demand.withFloor(floor);
                }
                demands.add(demand);
            }
        }
        return new AllocationTask(network, limits, demands, NOW, STEP);
    }

    /** A demand without a floor; each arrives a second after the one before. */
    static Demand demand(RandomGenerator random, Network network, int connector) {
        var currents = network.connectors().get(connector).currents();
        double ceiling = currents.ceil(random.nextDouble(40));
        return new Demand(
                "s%03d".formatted(connector),
                connector,
                0,
                ceiling,
                random.nextDouble(40_000),
                NOW.minusSeconds(3600 - connector),
                NOW.plusSeconds(random.nextInt(1, 36_000)));
    }
}
