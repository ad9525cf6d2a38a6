package io.causalgrid.grid.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.network.RandomNetworks;
import io.causalgrid.grid.core.optimisation.Deadline;
import io.causalgrid.grid.core.series.Course;
import io.causalgrid.grid.core.series.Daily;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimisedTest {
    private static final Instant NOW = RandomTasks.NOW;

    static LongStream seeds() {
        return LongStream.range(0, 30);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void grantsAreWithinFloorsCeilingsAndLimits(long seed) {
        var random = new Random(seed);
        Network network = RandomNetworks.continuous(random, 25);
        AllocationTask task = RandomTasks.any(random, network);

        var serving = new Optimised(random.nextDouble(), () -> Deadline.NONE);
        for (AllocationPolicy policy : List.of(new Optimised(), serving, new Horizon(AllocationDefaults.HORIZON))) {
            List<Grant> grants = policy.divide(task);

            var load = new Headroom(network, task.limits());
            for (Grant grant : grants) {
                assertThat(grant.amps())
                        .isBetween(
                                grant.demand().floorAmps() - 1e-9,
                                grant.demand().ceilingAmps() + 1e-9);
                load.add(grant.demand().connector(), grant.amps());
            }
            assertThat(load.isViolated()).isFalse();
            assertThat(grants).extracting(Grant::demand).containsExactlyInAnyOrderElementsOf(task.demands());
            assertThat(policy.divide(task)).isEqualTo(grants);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void onOneBusItIsLeastLaxityAsLongAsNobodyIsLate(long seed) {
        var random = new Random(seed);
        Network bus = bus(3_000 + random.nextInt(20_000), 12);
        List<Demand> demands = IntStream.range(0, 12)
                .mapToObj(connector -> new Demand(
                        "s" + connector,
                        connector,
                        0,
                        6 + random.nextInt(26),
                        100 + random.nextInt(900),
                        NOW,
                        NOW.plusSeconds(7_200 + random.nextInt(30_000))))
                .toList();
        AllocationTask task = task(bus, demands);

        List<Grant> optimised = new Optimised().divide(task);
        List<Grant> leastLaxity = new LeastLaxity().divide(task);

        for (Grant grant : leastLaxity) {
            Grant same = optimised.stream()
                    .filter(other -> other.sessionId().equals(grant.sessionId()))
                    .findFirst()
                    .orElseThrow();
            assertThat(same.amps()).as(grant.sessionId()).isCloseTo(grant.amps(), within(1e-6));
        }
    }

    @Test
    void whoCanStillBeServedGoesBeforeWhoCannot() {
        Demand late = new Demand("late", 0, 0, 10, 9_000, NOW, NOW.plusSeconds(3_600));
        Demand justInTime = new Demand("just", 1, 0, 10, 1_000, NOW, NOW.plusSeconds(3_600));

        List<Grant> grants = new Optimised().divide(task(bus(1_000, 2), List.of(late, justInTime)));

        assertThat(grants.getFirst().demand()).isEqualTo(justInTime);
        assertThat(grants.getFirst().reason()).isEqualTo(Reason.FULL_POWER);
        assertThat(grants.getLast().amps()).isCloseTo(0, within(1e-9));
        assertThat(grants.getLast().why()).contains("(bus)");
    }

    @Test
    void forTheMostSessionsWhoLeavesSoonestGoesFirstAndWhoCannotBeServedLast() {
        Demand late = new Demand("late", 0, 0, 10, 9_000, NOW, NOW.plusSeconds(3_600));
        Demand soon = new Demand("soon", 1, 0, 10, 1_000, NOW, NOW.plusSeconds(7_200));
        Demand pressed = new Demand("pressed", 2, 0, 10, 5_000, NOW, NOW.plusSeconds(18_000));
        AllocationTask task = task(bus(1_000, 3), List.of(late, soon, pressed));

        List<Grant> mostSessions = new Optimised(1, () -> Deadline.NONE).divide(task);
        List<Grant> mostEnergy = new Optimised(0, () -> Deadline.NONE).divide(task);

        assertThat(mostSessions).extracting(Grant::sessionId).containsExactly("soon", "pressed", "late");
        assertThat(amps(mostSessions, "soon")).isCloseTo(10, within(1e-6));
        assertThat(mostEnergy).isEqualTo(new Optimised().divide(task));
        assertThat(amps(mostEnergy, "pressed")).isCloseTo(10, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void whatIsOutsideTheLineIsRefused(double fullyServed) {
        assertThatThrownBy(() -> new Optimised(fullyServed, () -> Deadline.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not from 0 to 1");
    }

    @Test
    void theLastAmpereGoesToWhomItServesWhole() {
        // Told 32 A, the first would take 31.2 of them, though it is the more urgent.
        Network bus = bus(3_800, 2, Currents.steps(6, 32, 1));
        Demand first = new Demand("first", 0, 0, 31.2, 9_000, NOW, NOW.plusSeconds(20_000));
        Demand second = new Demand("second", 1, 0, 16, 4_000, NOW, NOW.plusSeconds(30_000));

        List<Grant> grants = new Optimised().divide(task(bus, List.of(first, second)));

        assertThat(amps(grants, "first")).isCloseTo(31, within(1e-6));
        assertThat(amps(grants, "second")).isCloseTo(7, within(1e-6));
    }

    @Test
    void outOfTimeItFailsAndLeastLaxityTakesOver() {
        var hurried = new Optimised(() -> () -> 0);
        AllocationTask task = task(bus(1_000, 2), List.of(demand(0, 3_600), demand(1, 7_200)));

        assertThatThrownBy(() -> hurried.divide(task)).isInstanceOf(PolicyFailedException.class);
        assertThat(new FallingBack(hurried, new LeastLaxity(), _ -> {}).divide(task))
                .isEqualTo(new LeastLaxity().divide(task));
    }

    @Test
    void whereAllFitsEveryoneHasFullPower() {
        List<Grant> grants = new Optimised().divide(task(bus(10_000, 2), List.of(demand(0, 3_600), demand(1, 7_200))));

        assertThat(grants).extracting(Grant::reason).containsOnly(Reason.FULL_POWER);
    }

    @Test
    void aHorizonWaitsForTheCheapHours() {
        var prices = new TreeMap<>(Map.of(LocalTime.MIDNIGHT, 0.4, LocalTime.of(10, 0), 0.1));
        var horizon = new Horizon(new HorizonSettings(new Daily(prices, ZoneOffset.UTC), 10, 0, 0));

        // At eight o'clock; one leaves at nine and cannot wait, the other at noon.
        List<Grant> grants = horizon.divide(task(bus(10_000, 2), List.of(demand(0, 3_600), demand(1, 14_400))));

        assertThat(amps(grants, "s0")).isGreaterThan(9.9);
        assertThat(amps(grants, "s1")).isCloseTo(0, within(1e-6));
    }

    @Test
    void aHorizonSpreadsTheLoadWhereThePeakHasAPrice() {
        var horizon = new Horizon(new HorizonSettings(Course.constant(0.1), 10, 5, 0));

        // A kilowatt-hour in four hours.
        List<Grant> grants = horizon.divide(task(bus(10_000, 1), List.of(demand(0, 14_400))));

        assertThat(amps(grants, "s0") * 100).isCloseTo(250, within(15.0));
    }

    @Test
    void theTariffIsThatOfTheTimeOfDay() {
        var prices = new TreeMap<>(Map.of(LocalTime.of(7, 0), 0.3, LocalTime.of(22, 0), 0.1));
        var tariff = new Daily(prices, ZoneOffset.UTC);

        assertThat(tariff.at(Instant.parse("2030-03-01T03:00:00Z"))).isEqualTo(0.1);
        assertThat(tariff.at(Instant.parse("2030-03-01T07:00:00Z"))).isEqualTo(0.3);
        assertThat(tariff.nextChange(Instant.parse("2030-03-01T07:00:00Z")))
                .isEqualTo(Instant.parse("2030-03-01T22:00:00Z"));
        assertThat(tariff.nextChange(Instant.parse("2030-03-01T23:00:00Z")))
                .isEqualTo(Instant.parse("2030-03-02T07:00:00Z"));
    }

    private static double amps(List<Grant> grants, String id) {
        return grants.stream()
                .filter(grant -> grant.sessionId().equals(id))
                .findFirst()
                .orElseThrow()
                .amps();
    }

    /** Up to 10 A at 100 V; a kilowatt-hour is missing. */
    private static Demand demand(int connector, int secondsToDeadline) {
        return new Demand("s" + connector, connector, 0, 10, 1_000, NOW, NOW.plusSeconds(secondsToDeadline));
    }

    private static AllocationTask task(Network network, List<Demand> demands) {
        Duration step = RandomTasks.STEP;
        return new AllocationTask(network, network.limits(NOW, step), demands, NOW, step);
    }

    private static Network bus(double watts, int connectors) {
        return bus(watts, connectors, new Currents.Continuous(0, 32));
    }

    private static Network bus(double watts, int connectors, Currents currents) {
        return Network.singleBus(
                IntStream.range(0, connectors)
                        .mapToObj(position -> new Connector("c" + position, Phases.A, 100, currents))
                        .toList(),
                LimitProfile.constant(watts));
    }

    /** Not even to find that there is no time for it. */
    @Test
    void ofAHundredThousandSessionsTheProgrammeIsNotBegun() {
        int count = 100_000;
        List<Connector> connectors = IntStream.range(0, count)
                .mapToObj(i -> new Connector("c" + i, Phases.A, 230, Currents.steps(6, 32, 1)))
                .toList();
        Network network = Network.singleBus(connectors, LimitProfile.constant(230 * 10 * (double) count));
        List<Demand> demands = IntStream.range(0, count)
                .mapToObj(i -> RandomTasks.demand(new Random(i), network, i))
                .toList();
        var task = new AllocationTask(network, network.limits(NOW, RandomTasks.STEP), demands, NOW, RandomTasks.STEP);
        var asked = new AtomicInteger();
        var policy = new Optimised(() -> () -> asked.getAndIncrement() == 0 ? 100 : -1);

        assertThatThrownBy(() -> policy.divide(task)).isInstanceOf(PolicyFailedException.class);

        assertThat(asked).as("times that it looked at the clock").hasValue(1);
        assertThat(new FallingBack(policy, new LeastLaxity()).divide(task)).hasSize(count);
    }
}
