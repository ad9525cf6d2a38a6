package io.causalgrid.grid.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.NetworkReader;
import io.causalgrid.grid.core.network.RandomNetworks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VehiclePhasesTest {
    private static final Instant NOW = RandomTasks.NOW;
    private static final Duration STEP = RandomTasks.STEP;

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void vehiclesOfOnePhaseAtRotatedOutletsDoNotShareALine() {
        ObedientPlant plant = plant(threeOutlets(32));

        assertThat(amps(plant, 0, 1, 1, 1)).as("one line each").containsExactly(32.0, 32.0, 32.0);
        assertThat(amps(plant, 1, 3, 3, 3)).as("all on all lines").containsExactly(10.0, 11.0, 11.0);
    }

    @Test
    void aVehicleOfUnknownPhasesCountsOnAllLines() {
        ObedientPlant plant = plant(threeOutlets(32));

        assertThat(amps(plant, 0, 1, 0, 1)).as("the same power").containsExactly(8.0, 24.0, 24.0);
    }

    @Test
    void whoComesNextToAnOutletIsUnknownAgain() {
        ObedientPlant plant = plant(threeOutlets(32));
        amps(plant, 0, 1, 1, 1);

        assertThat(amps(plant, 1, 0, 0, 0).stream().mapToDouble(amps -> amps).sum())
                .isLessThanOrEqualTo(32);
    }

    @Test
    void thereAreThreePhasesAtMost() {
        assertThatThrownBy(() -> new Demand("s", 0, 0, 16, 9_000, NOW, NOW, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("4 phases");
    }

    /** Whatever is known of whom, and when: what vehicles draw keeps every limit, on any network and under any policy. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whatVehiclesDrawKeepsTheLimitsWhetherTheirPhasesAreKnownOrNot(long seed) {
        var random = new Random(seed);
        Network network = RandomNetworks.any(random, 25);
        int count = network.connectors().size();
        int[] truth = random.ints(count, 1, 4).toArray();
        List<AllocationPolicy> policies = List.of(new LeastLaxity(), new EqualShare(), new Optimised());
        var allocator = new Allocator(
                policies.get(random.nextInt(policies.size())),
                AllocationDefaults.allocator(OrderSettings.exact(STEP)),
                network);
        var plant = new ObedientPlant(allocator, count);
        boolean[] known = new boolean[count];

        for (int step = 0; step < 20; step++) {
            Instant now = NOW.plus(STEP.multipliedBy(step));
            List<Demand> demands = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                known[i] |= random.nextInt(4) == 0; // its meter has told
                double most = network.connectors().get(i).maxAmps();
                demands.add(new Demand(
                        "s%02d".formatted(i), i, 0, most, 9e6, NOW, NOW.plusSeconds(90_000), known[i] ? truth[i] : 0));
            }
            plant.allocate(demands, now, STEP);
            Network drawn = network.usedBy(truth);
            var load = new Headroom(drawn, drawn.limits(now, STEP));
            for (int i = 0; i < count; i++) {
                load.add(i, allocator.mostAmps(i, now));
            }
            assertThat(load.isViolated()).as("seed %d, step %d", seed, step).isFalse();
        }
    }

    private static List<Double> amps(ObedientPlant plant, int step, int... phases) {
        List<Demand> demands = new ArrayList<>();
        for (int i = 0; i < phases.length; i++) {
            String id = "s" + step + i;
            demands.add(new Demand(id, i, 0, 32, 90_000, NOW, NOW.plusSeconds(90_000), phases[i]));
        }
        return plant.allocate(demands, NOW.plus(STEP.multipliedBy(step)), STEP).stream()
                .map(Grant::amps)
                .sorted()
                .toList();
    }

    private static ObedientPlant plant(Network network) {
        return new ObedientPlant(
                new Allocator(new EqualShare(), AllocationDefaults.allocator(OrderSettings.exact(STEP)), network), 3);
    }

    private static Network threeOutlets(int amps) {
        List<Map<String, Object>> connectors = new ArrayList<>();
        for (String phases : List.of("ABC", "BCA", "CAB")) {
            connectors.add(Map.of(
                    "id",
                    phases,
                    "node",
                    "main",
                    "phases",
                    phases,
                    "volts",
                    400,
                    "currents",
                    Map.of("minAmps", 6, "maxAmps", 32, "stepAmps", 1)));
        }
        Map<String, Object> node = Map.of("id", "main", "limits", List.of(Map.of("amps", amps, "on", "lines")));
        return NetworkReader.read(
                Map.of("nodes", List.of(node), "connectors", connectors), NetworkReader.Choices.DEFAULT);
    }
}
