package io.causalgrid.grid.core.simulation;

import io.causalgrid.grid.core.allocation.AllocationDefaults;
import io.causalgrid.grid.core.allocation.AllocationPolicy;
import io.causalgrid.grid.core.allocation.AllocatorSettings;
import io.causalgrid.grid.core.allocation.OrderSettings;
import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.NetworkReader;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.series.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Made-up months for tests. */
final class Months {
    static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final int CONNECTORS = 12;
    private static final List<String> IDS =
            IntStream.range(0, CONNECTORS).mapToObj(position -> "c" + position).toList();

    private Months() {}

    static List<RecordedSession> sessions(long seed, int days) {
        return new SyntheticMonth(days, 9, IDS, 6_600).sessions(START, new SplittableRandom(seed));
    }

    static Scenario onABus(List<RecordedSession> sessions, double kw) {
        Network bus = Network.singleBus(
                IDS.stream()
                        .map(id -> new Connector(id, Phases.A, 208, new Currents.Continuous(0, 32)))
                        .toList(),
                LimitProfile.constant(kw * 1_000));
        return scenario(bus, sessions, BatteryModel.IDEAL);
    }

    /** Below a delta-wye transformer. */
    static Scenario onThreePhases(List<RecordedSession> sessions, double lineAmps, boolean real) {
        List<String> pairs = List.of("AB", "BC", "CA");
        Map<String, Object> currents =
                real ? Map.of("minAmps", 6, "maxAmps", 32, "stepAmps", 1) : Map.of("maxAmps", 32);
        List<Map<String, Object>> connectors = IntStream.range(0, CONNECTORS)
                .<Map<String, Object>>mapToObj(position -> Map.of(
                        "id",
                        "c" + position,
                        "node",
                        "secondary",
                        "phases",
                        pairs.get(position % 5 % 3),
                        "volts",
                        208,
                        "currents",
                        currents))
                .toList();
        Network network = NetworkReader.read(
                Map.of(
                        "nodes",
                        List.of(
                                Map.of(
                                        "id",
                                        "primary",
                                        "deltaWye",
                                        4,
                                        "limits",
                                        List.of(Map.of("amps", lineAmps / 2.3, "on", "lines"))),
                                Map.of(
                                        "id", "secondary",
                                        "parent", "primary",
                                        "limits", List.of(Map.of("amps", lineAmps, "on", "lines")))),
                        "connectors",
                        connectors),
                NetworkReader.Choices.DEFAULT);
        return scenario(network, sessions, real ? BatteryModel.TWO_STAGE : BatteryModel.IDEAL);
    }

    static Run run(Scenario scenario, AllocationPolicy policy) {
        return Replay.of(scenario, new NamedPolicy("policy", policy), () -> 0, _ -> {});
    }

    static double percent(Run run) {
        return 100 * run.deliveredWattHours() / run.requestedWattHours();
    }

    static double boundPercent(Scenario scenario) {
        double asked = scenario.sessions().stream()
                .mapToDouble(RecordedSession::energyWattHours)
                .sum();
        return 100 * OfflineBound.of(scenario, _ -> {}).wattHours() / asked;
    }

    private static Scenario scenario(Network network, List<RecordedSession> sessions, BatteryModel battery) {
        AllocatorSettings settings = AllocationDefaults.allocator(OrderSettings.exact(Duration.ofMinutes(5)));
        return new Scenario(network, sessions, battery, Duration.ofMinutes(5), settings, Course.constant(0.2));
    }
}
