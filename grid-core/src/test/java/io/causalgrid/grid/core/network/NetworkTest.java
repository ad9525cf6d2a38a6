package io.causalgrid.grid.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkTest {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @Test
    void balancedLinePairsCancelOnTheLines() {
        Phasor line = Phases.AB.currents().a().plus(Phases.CA.currents().a());

        assertThat(line.magnitude()).isCloseTo(Math.sqrt(3), within(1e-12));
        assertThat(line.im()).isCloseTo(0, within(1e-12));
    }

    @Test
    void threePhasesCarryTheirPowerThroughATransformer() {
        LineCurrents primary = Phases.ABC.currents().throughDeltaWye(4);

        assertThat(primary.lines())
                .allSatisfy(line -> assertThat(line.magnitude()).isCloseTo(Math.sqrt(3) / 4, within(1e-12)));
    }

    @Test
    void aLineOfOpposingAnglesIsGuarded() {
        // The primary line a of Caltech's transformer: less on BC can be more on the line.
        var row = new Row(
                new Limit("primary_a", Unit.AMPERES, LimitProfile.constant(100)),
                Map.of(
                        "ab", Phasor.atDegrees(30).times(0.25),
                        "bc", Phasor.atDegrees(-90).times(0.25),
                        "ca", Phasor.atDegrees(-30).times(0.5)));

        assertThat(Guards.of(row))
                .extracting(guard -> guard.shares().keySet())
                .containsExactlyInAnyOrder(Set.of("ab", "ca"), Set.of("bc", "ca"));
    }

    /** The promise: what is within the limits stays so when anything of it is lowered. */
    @ParameterizedTest
    @MethodSource("seeds")
    void lessIsNeverMore(long seed) {
        var random = new Random(seed);
        Network network = RandomNetworks.any(random, 12);
        int count = network.connectors().size();
        double[] amps = random.doubles(count, 0, 60).toArray();
        double[] most = loads(network, amps);
        double[] bounds = new double[most.length];
        // The bounds of a limit and its guards are the same: the least that allows these currents.
        Map<String, Double> byId = new TreeMap<>();
        for (int limit = 0; limit < most.length; limit++) {
            byId.merge(network.limits().get(limit).id(), most[limit], Math::max);
        }
        for (int limit = 0; limit < most.length; limit++) {
            bounds[limit] = byId.getOrDefault(network.limits().get(limit).id(), 0.0);
        }
        for (int trial = 0; trial < 50; trial++) {
            double[] less = amps.clone();
            for (int i = 0; i < count; i++) {
                less[i] *= random.nextInt(3) / 2.0;
            }
            double[] loads = loads(network, less);
            for (int limit = 0; limit < loads.length; limit++) {
                assertThat(loads[limit]).as("seed %d, limit %d", seed, limit).isLessThanOrEqualTo(bounds[limit] + 1e-9);
            }
        }
    }

    /** What is within the limits while nobody knows the vehicles' phases stays so whatever they turn out to be. */
    @ParameterizedTest
    @MethodSource("seeds")
    void fewerPhasesAreNeverMore(long seed) {
        var random = new Random(seed);
        Network network = RandomNetworks.any(random, 12);
        double[] amps = random.doubles(network.connectors().size(), 0, 60).toArray();
        double[] loads = loads(network, amps);
        Map<String, Double> bounds = new TreeMap<>();
        for (int limit = 0; limit < loads.length; limit++) {
            bounds.merge(network.limits().get(limit).id(), loads[limit], Math::max);
        }
        for (int trial = 0; trial < 20; trial++) {
            int[] phases = random.ints(amps.length, 0, 3).toArray();
            Network used = network.usedBy(phases);
            double[] drawn = loads(used, amps);
            for (int limit = 0; limit < drawn.length; limit++) {
                String id = used.limits().get(limit).id();
                assertThat(drawn[limit])
                        .as("seed %d, %s", seed, id)
                        .isLessThanOrEqualTo(bounds.getOrDefault(id, 0.0) + 1e-9);
            }
        }
    }

    @Test
    void aVehicleOfFewerPhasesCountsOnItsOwnLinesAtItsOwnPower() {
        List<Connector> connectors = List.of(
                new Connector("abc", Phases.ABC, 400, new Currents.Continuous(6, 32)),
                new Connector("bca", Phases.BCA, 400, new Currents.Continuous(6, 32)),
                new Connector("a", Phases.A, 230, new Currents.Continuous(6, 32)));
        Network bus = Network.singleBus(connectors, LimitProfile.constant(50_000))
                .withProfile("bus", LimitProfile.constant(9_000));

        Network used = bus.usedBy(new int[] {1, 2, 2});

        assertThat(bus.watts(0, 1)).isCloseTo(692.8, within(0.1));
        assertThat(used.watts(0, 1)).isCloseTo(230.9, within(0.1));
        assertThat(used.watts(1, 1)).isCloseTo(461.9, within(0.1));
        assertThat(used.watts(2, 1)).as("a connector of one phase").isEqualTo(230);
        assertThat(used.connectors()).extracting(Connector::phases).containsExactly(Phases.A, Phases.B_AND_C, Phases.A);
        assertThat(used.limits(Instant.EPOCH, Duration.ZERO).bound(0)).isEqualTo(9_000);
        assertThat(bus.usedBy(new int[] {0, 3, 1})).isSameAs(bus);
    }

    @Test
    void steppedChargePointsRoundBothWays() {
        Currents steps = Currents.steps(6, 32, 1);

        assertThat(steps.floor(5.9)).isZero();
        assertThat(steps.floor(6)).isEqualTo(6);
        assertThat(steps.floor(31.99)).isEqualTo(31);
        assertThat(steps.floor(99)).isEqualTo(32);
        assertThat(steps.ceil(0)).isZero();
        assertThat(steps.ceil(0.1)).isEqualTo(6);
        assertThat(steps.ceil(10.2)).isEqualTo(11);
        assertThat(steps.ceil(99)).isEqualTo(32);
        assertThatThrownBy(() -> new Currents.Steps(List.of(8.0, 8.0))).isInstanceOf(IllegalArgumentException.class);
    }

    private static double[] loads(Network network, double[] amps) {
        double[] re = new double[network.limits().size()];
        double[] im = new double[network.limits().size()];
        for (int connector = 0; connector < amps.length; connector++) {
            for (Share share : network.shares(connector)) {
                re[share.limit()] += share.re() * amps[connector];
                im[share.limit()] += share.im() * amps[connector];
            }
        }
        double[] loads = new double[re.length];
        for (int limit = 0; limit < loads.length; limit++) {
            loads[limit] = Math.hypot(re[limit], im[limit]);
        }
        return loads;
    }
}
