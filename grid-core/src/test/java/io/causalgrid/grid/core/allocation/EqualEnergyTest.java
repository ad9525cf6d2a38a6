package io.causalgrid.grid.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.NetworkReader;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.network.RandomNetworks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal shares are equal energies over time, also where the minimum current does not fit for all at once. */
class EqualEnergyTest {
    private static final Instant START = RandomTasks.NOW;
    private static final int STEP_MINUTES = 5;
    private static final Duration STEP = Duration.ofMinutes(STEP_MINUTES);
    private static final Currents STEPS = Currents.steps(6, 32, 1);

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 60})
    void fourEqualCarsGetTheSameThoughThereIsPowerForOneAtATime(int patienceMinutes) {
        List<Connector> connectors = IntStream.rangeClosed(1, 4)
                .mapToObj(i -> new Connector("c" + i, Phases.A, 208, STEPS))
                .toList();
        Network network = Network.singleBus(connectors, LimitProfile.constant(1_250));

        double[] wattHours = charge(plant(network, Duration.ofMinutes(patienceMinutes)), network, 240);

        assertThat(wattHours).containsExactly(new double[] {1_248, 1_248, 1_248, 1_248}, within(1e-6));
    }

    @Test
    void theOddAmpereGoesToEachInTurn() {
        List<Connector> connectors = IntStream.rangeClosed(1, 2)
                .mapToObj(i -> new Connector("c" + i, Phases.A, 230, STEPS))
                .toList();
        Network network = Network.singleBus(connectors, LimitProfile.constant(17 * 230));

        double[] wattHours = charge(plant(network, Duration.ofHours(1)), network, 120);

        assertThat(wattHours).containsExactly(new double[] {17 * 230, 17 * 230}, within(1e-6));
    }

    @Test
    void aShareBelowTheMinimumIsNotCutToNothingWhileAllMinimaFit() {
        Network network = oneLine(16, "ABC", "A");
        ObedientPlant plant = plant(network, Duration.ofHours(1));

        List<Grant> grants = plant.allocate(demands(network, _ -> true), START, STEP);

        assertThat(grants).extracting(Grant::amps).containsExactly(6.0, 10.0);
    }

    /** The three-phase vehicle takes three times the power of the other two, so it charges a third as often. */
    @Test
    void whereMinimaDoNotFitTurnsAreAsLongAsTheEnergiesAreEqual() {
        Network network = oneLine(7, "ABC", "A", "A");

        double[] wattHours = charge(plant(network, Duration.ofHours(6)), network, 24 * 60);

        double turn = 0.25 * 7 * 400 * Math.sqrt(3);
        assertThat(wattHours[1]).isCloseTo(wattHours[0], within(2 * turn));
        assertThat(wattHours[2]).isCloseTo(wattHours[1], within(turn));
    }

    /**
     * On any network, whoever else is there and comes and goes: of two who are there together at like connectors and would
     * take the same, neither has had more than the other by what a turn and two steps at full power give.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void equalsGetEqualEnergyWhateverTheNetworkAndTheMixOfPhases(long seed) {
        var random = new Random(seed);
        Network network = RandomNetworks.any(random, 40);
        var settings = new AllocatorSettings(
                Duration.ofMinutes(15), Duration.ofMinutes(60L * random.nextInt(2)), OrderSettings.exact(STEP));
        int count = network.connectors().size();
        var balance = new Balance(network, Duration.ZERO); // only knows which connectors are alike
        var plant = new ObedientPlant(new Allocator(new EqualShare(), settings, network), count);
        boolean[] stays = new boolean[count];
        boolean[] isThere = new boolean[count];
        for (int i = 0; i < count; i++) {
            stays[i] = random.nextInt(3) > 0;
        }
        double[] wattHours = new double[count];

        for (int minute = 0; minute < 36 * 60; minute += STEP_MINUTES) {
            for (int i = 0; i < count; i++) {
                isThere[i] = stays[i] || (random.nextInt(20) == 0 ? !isThere[i] : isThere[i]);
            }
            Instant now = START.plusSeconds(60L * minute);
            for (Grant grant : plant.allocate(demands(network, i -> isThere[i]), now, STEP)) {
                wattHours[grant.demand().connector()] += grant.watts(network) * STEP_MINUTES / 60;
            }
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < i; j++) {
                    if (stays[i] && stays[j] && balance.kind(i) == balance.kind(j)) {
                        double most =
                                network.watts(i, network.connectors().get(i).maxAmps());
                        assertThat(wattHours[i])
                                .as("seed %d, minute %d, %d beside %d", seed, minute, i, j)
                                .isCloseTo(wattHours[j], within(most * 25 / 60));
                    }
                }
            }
        }
    }

    private static double[] charge(ObedientPlant plant, Network network, int minutes) {
        double[] wattHours = new double[network.connectors().size()];
        for (int minute = 0; minute < minutes; minute += STEP_MINUTES) {
            Instant now = START.plusSeconds(60L * minute);
            for (Grant grant : plant.allocate(demands(network, _ -> true), now, STEP)) {
                wattHours[grant.demand().connector()] += grant.watts(network) * STEP_MINUTES / 60;
            }
        }
        return wattHours;
    }

    private static ObedientPlant plant(Network network, Duration patience) {
        var settings = new AllocatorSettings(Duration.ofMinutes(15), patience, OrderSettings.exact(STEP));
        return new ObedientPlant(
                new Allocator(new EqualShare(), settings, network),
                network.connectors().size());
    }

    private static Network oneLine(int amps, String... phases) {
        List<Map<String, Object>> connectors = new ArrayList<>();
        for (String on : phases) {
            connectors.add(Map.of(
                    "id",
                    "c" + connectors.size(),
                    "node",
                    "main",
                    "phases",
                    on,
                    "volts",
                    on.equals("ABC") ? 400 : 230,
                    "currents",
                    Map.of("minAmps", 6, "maxAmps", 16, "stepAmps", 1)));
        }
        Map<String, Object> node = Map.of("id", "main", "limits", List.of(Map.of("amps", amps, "on", "lines")));
        return NetworkReader.read(
                Map.of("nodes", List.of(node), "connectors", connectors), NetworkReader.Choices.DEFAULT);
    }

    private static List<Demand> demands(Network network, IntPredicate isThere) {
        List<Demand> demands = new ArrayList<>();
        for (int i = 0; i < network.connectors().size(); i++) {
            if (isThere.test(i)) {
                double most = network.connectors().get(i).maxAmps();
                demands.add(new Demand("s%02d".formatted(i), i, 0, most, 9e6, START, START.plusSeconds(200_000)));
            }
        }
        return demands;
    }
}
