package io.causalgrid.grid.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.doubles;
import static org.quicktheories.generators.SourceDSL.longs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private static final double ROUNDING = 1e-6;
    private final EqualShare equalShare = new EqualShare();
    private final FirstCome firstCome = new FirstCome();

    @Test
    void aSmallDemandIsFullAndTheOthersShareTheRest() {
        List<Grant> grants = equalShare.divide(10, List.of(demand(1, 0, 2), demand(2, 0, 9), demand(3, 0, 9)));

        assertThat(grants).extracting(Grant::powerWatts).containsExactly(2.0, 4.0, 4.0);
        assertThat(grants)
                .extracting(Grant::reason)
                .containsExactly(Reason.FULL_POWER, Reason.EQUAL_SHARE, Reason.EQUAL_SHARE);
    }

    @Test
    void aFloorAboveTheLevelIsKept() {
        List<Grant> grants = equalShare.divide(10, List.of(demand(1, 6, 9), demand(2, 0, 9), demand(3, 0, 9)));

        assertThat(grants).extracting(Grant::powerWatts).containsExactly(6.0, 2.0, 2.0);
        assertThat(grants.getFirst().reason()).isEqualTo(Reason.MINIMUM_CURRENT);
    }

    @Test
    void firstComeServesByArrivalAfterEveryonesFloor() {
        List<Grant> grants = firstCome.divide(12, List.of(demand(3, 1, 9), demand(1, 1, 9), demand(2, 1, 9)));

        assertThat(grants).extracting(Grant::powerWatts).containsExactly(1.0, 9.0, 2.0);
        assertThat(grants)
                .extracting(Grant::reason)
                .containsExactly(Reason.MINIMUM_CURRENT, Reason.FULL_POWER, Reason.ARRIVAL_ORDER);
    }

    @Test
    void equalShareIsMaxMinFairAndUsesUpTheLimit() {
        qt().forAll(longs().all(), doubles().between(0, 1)).checkAssert((seed, scarcity) -> {
            List<Demand> demands = demands(new Random(seed));
            double limit = limitBetweenFloorsAndCeilings(demands, scarcity);

            List<Grant> grants = equalShare.divide(limit, demands);

            assertFeasible(grants, limit);
            assertUsesUp(grants, limit);
            for (Grant mine : grants) {
                boolean isFull = mine.powerWatts() >= mine.demand().ceilingWatts() - ROUNDING;
                for (Grant other : grants) {
                    boolean otherHasToSpare =
                            other.powerWatts() > other.demand().floorWatts() + ROUNDING;
                    assertThat(isFull || !otherHasToSpare || other.powerWatts() <= mine.powerWatts() + ROUNDING)
                            .as("%s could be given something of %s", mine, other)
                            .isTrue();
                }
            }
        });
    }

    @Test
    void firstComeGivesNothingToALaterOneThatAnEarlierOneCouldUse() {
        qt().forAll(longs().all(), doubles().between(0, 1)).checkAssert((seed, scarcity) -> {
            List<Demand> demands = demands(new Random(seed));
            double limit = limitBetweenFloorsAndCeilings(demands, scarcity);

            List<Grant> grants = firstCome.divide(limit, demands);

            assertFeasible(grants, limit);
            assertUsesUp(grants, limit);
            for (int later = 1; later < grants.size(); later++) {
                Grant before = grants.get(later - 1);
                Grant grant = grants.get(later);
                boolean laterHasExtra = grant.powerWatts() > grant.demand().floorWatts() + ROUNDING;
                assertThat(!laterHasExtra
                                || before.powerWatts() >= before.demand().ceilingWatts() - ROUNDING)
                        .isTrue();
            }
        });
    }

    private static void assertFeasible(List<Grant> grants, double limit) {
        double sum = grants.stream().mapToDouble(Grant::powerWatts).sum();
        assertThat(sum).isLessThanOrEqualTo(limit + ROUNDING);
        assertThat(grants).allSatisfy(grant -> assertThat(grant.powerWatts())
                .isBetween(grant.demand().floorWatts(), grant.demand().ceilingWatts()));
    }

    private static void assertUsesUp(List<Grant> grants, double limit) {
        double ceilings = grants.stream()
                .mapToDouble(grant -> grant.demand().ceilingWatts())
                .sum();
        assertThat(grants.stream().mapToDouble(Grant::powerWatts).sum())
                .isCloseTo(Math.min(limit, ceilings), within(1e-3));
    }

    private static List<Demand> demands(Random random) {
        List<Demand> demands = new ArrayList<>();
        int count = 1 + random.nextInt(40);
        for (int i = 0; i < count; i++) {
            double floor = random.nextInt(3) == 0 ? 0 : random.nextInt(1_400);
            demands.add(demand(i, floor, floor + random.nextInt(3) * random.nextDouble(10_000)));
        }
        return demands;
    }

    private static double limitBetweenFloorsAndCeilings(List<Demand> demands, double share) {
        double floors = demands.stream().mapToDouble(Demand::floorWatts).sum();
        double ceilings = demands.stream().mapToDouble(Demand::ceilingWatts).sum();
        return floors + share * 1.2 * (ceilings - floors);
    }

    private static Demand demand(int number, double floor, double ceiling) {
        return new Demand("s%03d".formatted(number), floor, ceiling, Instant.ofEpochSecond(number));
    }
}
