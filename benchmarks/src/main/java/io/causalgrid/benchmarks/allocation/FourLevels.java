package io.causalgrid.benchmarks.allocation;

import io.causalgrid.grid.core.allocation.AllocationTask;
import io.causalgrid.grid.core.allocation.Demand;
import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.Limit;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.network.Phasor;
import io.causalgrid.grid.core.network.Row;
import io.causalgrid.grid.core.network.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A tree of limits in watts: a transformer, feeders, branches, panels of twenty connectors, ten of each below the next.
 * Power is scarce on every level, here more and there less, so that many limits are reached at different levels of water.
 */
final class FourLevels {
    static final Instant NOW = Instant.parse("2030-03-01T08:00:00Z");
    static final Duration STEP = Duration.ofMinutes(5);

    private static final int[] CONNECTORS_BELOW = {20, 200, 2_000, Integer.MAX_VALUE};
    private static final String[] LEVELS = {"panel", "branch", "feeder", "transformer"};
    private static final double VOLTS = 230;
    private static final double MINIMUM_AMPS = 6;
    private static final double MAXIMUM_AMPS = 32;

    private final RandomGenerator random;

    FourLevels(RandomGenerator random) {
        this.random = random;
    }

    Network network(int connectors) {
        Currents currents = Currents.steps(MINIMUM_AMPS, MAXIMUM_AMPS, 1);
        List<Connector> all = new ArrayList<>();
        for (int i = 0; i < connectors; i++) {
            all.add(new Connector("c" + i, Phases.A, VOLTS, currents));
        }
        List<Row> rows = new ArrayList<>();
        for (int level = 0; level < LEVELS.length; level++) {
            for (long first = 0; first < connectors; first += CONNECTORS_BELOW[level]) {
                int last = (int) Math.min(connectors, first + CONNECTORS_BELOW[level]);
                rows.add(row(LEVELS[level] + first, all.subList((int) first, last)));
            }
        }
        return Network.of(all, rows);
    }

    /** Every connector is taken; what is missing, and until when, is by chance. */
    List<Demand> demands(Network network) {
        List<Demand> demands = new ArrayList<>();
        for (int connector = 0; connector < network.connectors().size(); connector++) {
            demands.add(new Demand(
                    "session-%06d".formatted(connector),
                    connector,
                    0,
                    random.nextInt(4) > 0 ? MAXIMUM_AMPS : random.nextInt((int) MINIMUM_AMPS, (int) MAXIMUM_AMPS),
                    random.nextDouble(1_000, 60_000),
                    NOW.minusSeconds(50_000).plusMillis(connector * 10L),
                    NOW.plusSeconds(random.nextInt(600, 40_000))));
        }
        return demands;
    }

    AllocationTask task(Network network) {
        return new AllocationTask(network, network.limits(NOW, STEP), demands(network), NOW, STEP);
    }

    /** A limit of 40 to 80 % of what is below it, which leaves everyone its minimum. */
    private Row row(String id, List<Connector> below) {
        Map<String, Phasor> shares = HashMap.newHashMap(below.size());
        below.forEach(connector -> shares.put(connector.id(), Phasor.real(connector.wattsPerAmp())));
        double watts = below.size() * VOLTS * MAXIMUM_AMPS * random.nextDouble(0.4, 0.8);
        return new Row(new Limit(id, Unit.WATTS, LimitProfile.constant(watts)), shares);
    }
}
