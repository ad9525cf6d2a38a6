package io.causalgrid.grid.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.causalgrid.grid.core.series.InvalidSeriesException;
import io.causalgrid.grid.core.series.SeriesSource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OtherLoadsTest {
    private static final Instant BEGIN = Instant.parse("2030-03-01T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void aBaseLoadLeavesLessAndTheSunMoreAtItsNodeAndAllAboveIt() {
        Network network = read(
                List.of(
                        Map.of("id", "supply", "limits", List.of(Map.of("watts", 50_000))),
                        Map.of(
                                "id",
                                "roof",
                                "parent",
                                "supply",
                                "sun",
                                "sun",
                                "limits",
                                List.of(Map.of("watts", 20_000))),
                        Map.of("id", "building", "parent", "supply", "baseLoad", "base"),
                        Map.of("id", "pod", "parent", "roof", "limits", List.of(Map.of("watts", 9_000)))),
                Map.of("sun", hours(0, 6_000, 30_000), "base", hours(10_000, 2_000, 40_000)),
                0);

        assertThat(bounds(network, 0)).containsExactly(40_000.0, 20_000.0, 9_000.0);
        assertThat(bounds(network, 1)).containsExactly(54_000.0, 26_000.0, 9_000.0);
        assertThat(bounds(network, 2)).containsExactly(40_000.0, 50_000.0, 9_000.0);
        assertThat(network.otherLoad().at(at(2))).isEqualTo(10_000);
        assertThat(network.nextLimitChange(at(0))).isEqualTo(at(1));
    }

    @Test
    void beyondItsEndsABaseLoadIsItsHighestAndTheSunGivesNothing() {
        Network network = read(
                List.of(Map.of(
                        "id", "main", "sun", "sun", "baseLoad", "base", "limits", List.of(Map.of("watts", 50_000)))),
                Map.of("sun", hours(9_000, 9_000), "base", hours(1_000, 7_000)),
                0);

        assertThat(bounds(network, -1)).containsExactly(43_000.0);
        assertThat(bounds(network, 1)).containsExactly(52_000.0); // the last value holds for as long as the one before
        assertThat(bounds(network, 2)).containsExactly(43_000.0);
        assertThat(network.nextLimitChange(at(2))).isEqualTo(Instant.MAX);
    }

    @Test
    void whatConnectorsFallBackToIsLeftWhateverTheBaseLoad() {
        Network network = read(
                List.of(Map.of(
                        "id",
                        "main",
                        "baseLoad",
                        "base",
                        "volts",
                        400,
                        "limits",
                        List.of(Map.of("watts", 20_000), Map.of("amps", 32, "on", "lines")))),
                Map.of("base", hours(0, 60_000)),
                6);

        assertThat(network.limits(at(1), HOUR).bound(0)).isCloseTo(4 * 6 * 230, offset(1e-9));
        assertThat(network.limits(at(1), HOUR).bound(1)).isCloseTo(4 * 6, offset(1e-9));
    }

    /** Whatever vehicles draw that keeps the bounds, lines carry no more with what flows beside them. */
    @Test
    void linesCarryNoMoreThanTheyMayBesideABaseLoad() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            double base = random.nextDouble(22_000);
            double sun = random.nextDouble(22_000);
            Network network = read(
                    List.of(Map.of(
                            "id",
                            "main",
                            "baseLoad",
                            "base",
                            "sun",
                            "sun",
                            "volts",
                            400,
                            "limits",
                            List.of(Map.of("amps", 40, "on", "lines")))),
                    Map.of("base", hours(base, base), "sun", hours(sun, sun)),
                    0);
            Limits limits = network.limits(at(0), HOUR);
            double[] amps = new double[4];
            for (int connector = 0; connector < amps.length; connector++) {
                amps[connector] = random.nextDouble(32);
            }
            double most = 1;
            List<List<Phasor>> lines = List.of(line(network, 0, amps), line(network, 1, amps), line(network, 2, amps));
            for (int line = 0; line < 3; line++) {
                double load = sum(lines.get(line)).magnitude();
                most = load == 0 ? most : Math.min(most, limits.bound(line) / load);
            }
            double net = Math.max(0, base - sun) / (Math.sqrt(3) * 400);
            for (int line = 0; line < 3; line++) {
                Phasor flows = Phasor.atDegrees(-120.0 * line).times(net);
                assertThat(flows.plus(sum(lines.get(line)).times(most)).magnitude())
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(40 + 1e-9);
            }
        }
    }

    @Test
    void aLimitInAmperesNeedsToKnowTheVoltage() {
        Map<String, NavigableMap<Instant, Double>> base = Map.of("base", hours(0, 1));

        assertThatThrownBy(() -> read(node(Map.of("amps", 32, "on", "lines")), base, 0))
                .hasMessage(
                        "nodes[0]: a base load or the sun counts in limit main/lines/a, so the node needs 'volts', between its"
                                + " lines");
        assertThatThrownBy(() -> read(node(Map.of("amps", 32)), base, 0))
                .hasMessageStartingWith("nodes[0]: limit main/amps is a plain sum of amperes, in which a base load");
        assertThatThrownBy(() -> read(node(Map.of("watts", 32)), Map.of(), 0)).hasMessage("nodes[0]: there is no base");
    }

    private static List<Map<String, Object>> node(Map<String, Object> limit) {
        return List.of(Map.of("id", "main", "baseLoad", "base", "limits", List.of(limit)));
    }

    private static List<Phasor> line(Network network, int limit, double[] amps) {
        List<Phasor> parts = new ArrayList<>();
        for (int connector = 0; connector < amps.length; connector++) {
            for (Share share : network.shares(connector)) {
                if (share.limit() == limit) {
                    parts.add(new Phasor(share.re(), share.im()).times(amps[connector]));
                }
            }
        }
        return parts;
    }

    private static Phasor sum(List<Phasor> parts) {
        return parts.stream().reduce(Phasor.ZERO, Phasor::plus);
    }

    private static List<Double> bounds(Network network, int hour) {
        Limits limits = network.limits(at(hour), HOUR);
        List<Double> bounds = new ArrayList<>();
        for (int limit = 0; limit < limits.count(); limit++) {
            bounds.add(limits.bound(limit));
        }
        return bounds;
    }

    private static Instant at(int hour) {
        return BEGIN.plus(HOUR.multipliedBy(hour));
    }

    private static NavigableMap<Instant, Double> hours(double... watts) {
        NavigableMap<Instant, Double> values = new TreeMap<>();
        for (int hour = 0; hour < watts.length; hour++) {
            values.put(at(hour), watts[hour]);
        }
        return values;
    }

    /** Four connectors, one on each line and one on a pair, at the last node. */
    private static Network read(
            List<Map<String, Object>> nodes, Map<String, NavigableMap<Instant, Double>> series, double fallbackAmps) {
        List<Map<String, Object>> connectors = new ArrayList<>();
        for (String phases : List.of("A", "B", "C", fallbackAmps > 0 ? "A" : "AB")) {
            connectors.add(Map.of(
                    "id",
                    "c" + connectors.size(),
                    "node",
                    String.valueOf(nodes.getLast().get("id")),
                    "phases",
                    fallbackAmps > 0 ? "A" : phases,
                    "volts",
                    230,
                    "fallbackAmps",
                    fallbackAmps));
        }
        SeriesSource source = (name, _, _) -> {
            NavigableMap<Instant, Double> values = series.get(name);
            if (values == null) {
                throw new InvalidSeriesException("there is no " + name);
            }
            return values;
        };
        return NetworkReader.read(
                Map.of("nodes", nodes, "connectors", connectors),
                new NetworkReader.Choices(OptionalDouble.empty(), new Currents.Continuous(0, 32)),
                new NetworkReader.Surroundings(ZoneId.of("UTC"), source));
    }
}
