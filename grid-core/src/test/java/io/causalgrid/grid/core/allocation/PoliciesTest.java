package io.causalgrid.grid.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.network.RandomNetworks;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PoliciesTest {
    private static final double ROUNDING = 1e-6;
    private static final Instant NOW = RandomTasks.NOW;

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    @Test
    void aSmallDemandIsFullAndTheOthersShareTheRest() {
        List<Grant> grants = new EqualShare().divide(bus(10, demand(0, 0, 2), demand(1, 0, 9), demand(2, 0, 9)));

        assertThat(grants).extracting(Grant::amps).containsExactly(2.0, 4.0, 4.0);
        assertThat(grants)
                .extracting(Grant::reason)
                .containsExactly(Reason.FULL_POWER, Reason.EQUAL_SHARE, Reason.EQUAL_SHARE);
        assertThat(grants.getLast().why()).isEqualTo("an equal share of what the limit leaves (bus)");
    }

    @Test
    void aFloorAboveTheLevelIsKept() {
        List<Grant> grants = new EqualShare().divide(bus(10, demand(0, 6, 9), demand(1, 0, 9), demand(2, 0, 9)));

        assertThat(grants).extracting(Grant::amps).containsExactly(2.0, 2.0, 6.0);
        assertThat(grants.getLast().reason()).isEqualTo(Reason.MINIMUM_CURRENT);
    }

    @Test
    void firstComeServesByArrivalAfterEveryonesFloor() {
        List<Grant> grants = new FirstCome().divide(bus(12, demand(0, 1, 9), demand(1, 1, 9), demand(2, 1, 9)));

        assertThat(grants).extracting(Grant::amps).containsExactly(9.0, 2.0, 1.0);
        assertThat(grants)
                .extracting(Grant::reason)
                .containsExactly(Reason.FULL_POWER, Reason.ARRIVAL_ORDER, Reason.MINIMUM_CURRENT);
    }

    @Test
    void earliestDeadlineAndLeastLaxityDifferWhereTheLateOneNeedsMore() {
        // 10 A at 100 V for an hour are 1 kWh: the second leaves later, but needs all its time.
        Demand soon = new Demand("soon", 0, 0, 10, 100, NOW, NOW.plusSeconds(3_600));
        Demand late = new Demand("late", 1, 0, 10, 2_000, NOW, NOW.plusSeconds(7_200));
        AllocationTask task = bus(10, soon, late);

        assertThat(new EarliestDeadline().divide(task).getFirst().demand()).isEqualTo(soon);
        assertThat(new LeastLaxity().divide(task).getFirst().demand()).isEqualTo(late);
        assertThat(Laxity.hours(soon, task)).isCloseTo(0.9, within(1e-12));
        assertThat(Laxity.hours(late, task)).isCloseTo(0, within(1e-12));
    }

    @Test
    void aPolicyThatFailsIsReplaced() {
        AllocationPolicy failing = _ -> {
            throw new PolicyFailedException("no time");
        };
        AllocationTask task = bus(10, demand(0, 0, 9));

        assertThat(new FallingBack(failing, new LeastLaxity(), _ -> {}).divide(task))
                .isEqualTo(new LeastLaxity().divide(task));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPolicyKeepsFloorsCeilingsAndLimitsAndLeavesNothingOver(long seed) {
        var random = new Random(seed);
        AllocationTask task = RandomTasks.any(random, RandomNetworks.any(random, 30));
        for (AllocationPolicy policy :
                List.of(new FirstCome(), new EarliestDeadline(), new LeastLaxity(), new EqualShare())) {
            List<Grant> grants = policy.divide(task);

            assertThat(grants).extracting(Grant::demand).containsExactlyInAnyOrderElementsOf(task.demands());
            Headroom left = after(task, grants);
            assertThat(left.isViolated()).as("seed %d", seed).isFalse();
            for (Grant grant : grants) {
                Demand demand = grant.demand();
                assertThat(grant.amps())
                        .as("seed %d, %s", seed, grant)
                        .isBetween(demand.floorAmps() - ROUNDING, demand.ceilingAmps() + ROUNDING);
                if (grant.amps() < demand.ceilingAmps() - ROUNDING) {
                    assertThat(left.most(demand.connector()))
                            .as("seed %d, left to %s", seed, grant)
                            .isLessThan(1e-3);
                    assertThat(grant.bottleneck()).isNotNull();
                } else {
                    assertThat(grant.reason()).isEqualTo(Reason.FULL_POWER);
                }
            }
            assertThat(policy.divide(task)).isEqualTo(grants);
        }
    }

    /** By the definition: nobody could have more if all who have more than it gave up what is not owed to them. */
    @ParameterizedTest
    @MethodSource("seeds")
    void equalShareIsMaxMinFairOnAnyNetwork(long seed) {
        var random = new Random(seed);
        AllocationTask task = RandomTasks.any(random, RandomNetworks.continuous(random, 30));

        List<Grant> grants = new EqualShare().divide(task);

        for (Grant mine : grants) {
            if (mine.amps() < mine.demand().ceilingAmps() - ROUNDING) {
                var headroom = new Headroom(task.network(), task.limits());
                for (Grant other : grants) {
                    boolean hasMore = watts(task, other) > watts(task, mine) + 1e-3;
                    headroom.add(
                            other.demand().connector(), hasMore ? other.demand().floorAmps() : other.amps());
                }
                assertThat(headroom.most(mine.demand().connector()))
                        .as("seed %d: %s could have more", seed, mine)
                        .isLessThan(1e-3);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSingleBusIsFilledInTheOrderOfThePolicy(long seed) {
        var random = new Random(seed);
        Demand[] demands = IntStream.range(0, 1 + random.nextInt(20))
                .mapToObj(i -> new Demand(
                        "s" + i,
                        i,
                        0,
                        random.nextDouble(32),
                        random.nextDouble(9_000),
                        NOW,
                        NOW.plusSeconds(random.nextInt(9_000))))
                .toArray(Demand[]::new);
        AllocationTask task = bus(1 + random.nextInt(200), demands);

        assertFilledInOrder(
                new EarliestDeadline().divide(task), demand -> demand.deadline().getEpochSecond());
        assertFilledInOrder(new LeastLaxity().divide(task), demand -> Laxity.seconds(demand, task));
        assertFilledInOrder(new FirstCome().divide(task), Demand::connector);
    }

    @Test
    void positionsAreSortedStablyByAnyNumbers() {
        var random = new Random(7);
        for (int count = 0; count < 300; count++) {
            double[] keys = random.doubles(count, -5, 5)
                    .map(key -> random.nextBoolean() ? Math.rint(key) + 0.0 : key * (1 + 1e-15))
                    .toArray();

            int[] order = Ordering.ascending(keys);

            List<Integer> expected = IntStream.range(0, count)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> keys[i]))
                    .toList();
            assertThat(order)
                    .containsExactly(
                            expected.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    private static void assertFilledInOrder(List<Grant> grants, ToDoubleFunction<Demand> key) {
        assertThat(grants)
                .isSortedAccordingTo(Comparator.comparingDouble((Grant grant) -> key.applyAsDouble(grant.demand())));
        boolean isOver = false;
        for (Grant grant : grants) {
            assertThat(isOver && grant.amps() > ROUNDING).isFalse();
            isOver |= grant.amps() < grant.demand().ceilingAmps() - ROUNDING;
        }
    }

    private static Headroom after(AllocationTask task, List<Grant> grants) {
        var headroom = new Headroom(task.network(), task.limits());
        grants.forEach(grant -> headroom.add(grant.demand().connector(), grant.amps()));
        return headroom;
    }

    private static double watts(AllocationTask task, Grant grant) {
        return grant.watts(task.network());
    }

    private static AllocationTask bus(double amps, Demand... demands) {
        List<Connector> connectors = IntStream.range(0, demands.length)
                .mapToObj(i -> new Connector("c" + i, Phases.A, 100, new Currents.Continuous(0, 32)))
                .toList();
        Network network = Network.singleBus(connectors, LimitProfile.constant(amps * 100));
        Duration step = RandomTasks.STEP;
        return new AllocationTask(network, network.limits(NOW, step), List.of(demands), NOW, step);
    }

    private static Demand demand(int connector, double floor, double ceiling) {
        return new Demand("s" + connector, connector, floor, ceiling, 9_000, NOW, NOW.plusSeconds(3_600));
    }
}
