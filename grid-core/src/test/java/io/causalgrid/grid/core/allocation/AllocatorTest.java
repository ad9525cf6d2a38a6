package io.causalgrid.grid.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocatorTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final Duration TURN = Duration.ofMinutes(5);

    /** Charge points that may fail to confirm; they then draw as before or as told, whichever is more. */
    private static final class ChargePoints implements Connectors {
        final Map<String, Double> drawn = new HashMap<>();
        final List<String> log = new ArrayList<>();
        final Set<String> silent = new HashSet<>();
        double limitWatts = Double.MAX_VALUE;

        @Override
        public boolean set(String sessionId, double powerWatts) {
            boolean confirms = !silent.contains(sessionId);
            double before = drawn.getOrDefault(sessionId, 0.0);
            drawn.put(sessionId, confirms ? powerWatts : Math.max(before, powerWatts));
            log.add((powerWatts < before ? "lower " : "raise ") + sessionId);
            if (powerWatts > before) {
                assertThat(total()).as("after raising " + sessionId).isLessThanOrEqualTo(limitWatts);
            }
            return confirms;
        }

        double total() {
            return drawn.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    private final ChargePoints chargePoints = new ChargePoints();

    @Test
    void everythingIsLoweredBeforeAnythingIsRaised() {
        var safety = new SafetyLayer(chargePoints);
        Demand first = demand(1);
        Demand second = demand(2);
        safety.apply(10_000, List.of(grant(first, 2_000), grant(second, 8_000)));
        chargePoints.log.clear();

        safety.apply(10_000, List.of(grant(first, 8_000), grant(second, 2_000)));

        assertThat(chargePoints.log).containsExactly("lower s002", "raise s001");
    }

    @Test
    void nothingIsRaisedIntoPowerThatWasNotConfirmedToBeFree() {
        var safety = new SafetyLayer(chargePoints);
        Demand first = demand(1);
        Demand second = demand(2);
        safety.apply(10_000, List.of(grant(first, 2_000), grant(second, 8_000)));
        chargePoints.silent.add("s002");

        List<Grant> grants = safety.apply(10_000, List.of(grant(first, 8_000), grant(second, 2_000)));

        assertThat(grants.getFirst().powerWatts()).isEqualTo(2_000);
        assertThat(grants.getFirst().reason()).isEqualTo(Reason.WAITING_FOR_LOWERING);
        chargePoints.silent.clear();
        assertThat(safety.apply(10_000, List.of(grant(first, 8_000), grant(second, 2_000))))
                .extracting(Grant::powerWatts)
                .containsExactly(8_000.0, 2_000.0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void theLimitHoldsAtEveryInstantWhateverIsAskedForAndWhoeverStaysSilent(long seed) {
        var random = new Random(seed);
        chargePoints.limitWatts = 20_000;
        var safety = new SafetyLayer(chargePoints);
        for (int step = 0; step < 300; step++) {
            chargePoints.silent.clear();
            IntStream.range(0, random.nextInt(6)).forEach(_ -> chargePoints.silent.add(id(random.nextInt(20))));
            List<Grant> greedy = random.ints(random.nextInt(20), 0, 20)
                    .distinct()
                    .mapToObj(number -> grant(demand(number), random.nextInt(30) * 500.0))
                    .toList();

            List<Grant> grants = safety.apply(chargePoints.limitWatts, greedy);

            assertThat(chargePoints.total()).isLessThanOrEqualTo(chargePoints.limitWatts);
            assertThat(safety.worstCaseWatts()).isGreaterThanOrEqualTo(chargePoints.total() - 1e-6);
            assertThat(grants).allSatisfy(grant -> assertThat(
                            grant.powerWatts() == 0 || grant.powerWatts() >= Demand.MINIMUM_WATTS)
                    .isTrue());
        }
    }

    @Test
    void afterTheLimitFellTheSumIsBelowItAtTheNextAllocation() {
        var allocator = new Allocator(new EqualShare(), TURN, chargePoints);
        List<Demand> demands = demands(10);
        allocator.allocate(70_000, demands, START);

        allocator.allocate(20_000, demands, START.plusSeconds(1));

        assertThat(chargePoints.total()).isLessThanOrEqualTo(20_000).isGreaterThan(19_999);
    }

    @Test
    void whenSixAmperesForAllDoNotFitEveryoneGetsATurn() {
        var allocator = new Allocator(new EqualShare(), TURN, chargePoints);
        List<Demand> demands = demands(10);
        Map<String, Integer> minutesServed = new HashMap<>();
        for (int minute = 0; minute < 100; minute++) {
            List<Grant> grants = allocator.allocate(4_500, demands, START.plus(Duration.ofMinutes(minute)));

            List<Grant> served =
                    grants.stream().filter(grant -> grant.powerWatts() > 0).toList();
            assertThat(served).hasSize(3).allSatisfy(grant -> assertThat(grant.powerWatts())
                    .isGreaterThanOrEqualTo(Demand.MINIMUM_WATTS));
            assertThat(grants)
                    .filteredOn(grant -> grant.powerWatts() == 0)
                    .allSatisfy(grant -> assertThat(grant.reason()).isEqualTo(Reason.WAITING_FOR_TURN));
            served.forEach(grant -> minutesServed.merge(grant.sessionId(), 1, Integer::sum));
        }

        assertThat(minutesServed).hasSize(10);
        assertThat(minutesServed.values())
                .allSatisfy(minutes -> assertThat(minutes).isBetween(25, 35));
    }

    @Test
    void aStreamOfNewcomersStarvesNobody() {
        var allocator = new Allocator(new EqualShare(), TURN, chargePoints);
        Demand patient = demand(0);
        boolean served = false;
        for (int minute = 0; minute < 30 && !served; minute++) {
            Instant now = START.plus(Duration.ofMinutes(minute));
            List<Demand> demands = new ArrayList<>();
            for (int newcomer = 1; newcomer <= minute + 2; newcomer++) {
                demands.add(new Demand(id(newcomer), Demand.MINIMUM_WATTS, 7_400, START.plusSeconds(newcomer * 60L)));
            }
            demands.add(patient);

            served = allocator.allocate(1_500, demands, now).getLast().powerWatts() > 0;
        }

        assertThat(served).isTrue();
    }

    @Test
    void aTurnLastsAWholePeriod() {
        var allocator = new Allocator(new EqualShare(), TURN, chargePoints);
        List<Demand> demands = demands(4);
        Set<String> first = servedOf(allocator.allocate(3_000, demands, START));

        assertThat(servedOf(allocator.allocate(3_000, demands, START.plus(TURN).minusSeconds(1))))
                .isEqualTo(first);
        assertThat(servedOf(allocator.allocate(3_000, demands, START.plus(TURN))))
                .doesNotContainAnyElementsOf(first);
    }

    @Test
    void aSessionThatEndedDrawsNothing() {
        var allocator = new Allocator(new FirstCome(), TURN, chargePoints);
        allocator.allocate(20_000, demands(2), START);

        allocator.allocate(20_000, demands(1), START);

        assertThat(chargePoints.drawn).containsEntry("s001", 0.0);
    }

    private static Set<String> servedOf(List<Grant> grants) {
        Set<String> served = new HashSet<>();
        grants.stream().filter(grant -> grant.powerWatts() > 0).forEach(grant -> served.add(grant.sessionId()));
        return served;
    }

    private static List<Demand> demands(int count) {
        return IntStream.range(0, count).mapToObj(AllocatorTest::demand).toList();
    }

    private static Demand demand(int number) {
        return new Demand(id(number), Demand.MINIMUM_WATTS, 22_000, START);
    }

    private static Grant grant(Demand demand, double watts) {
        return new Grant(demand, watts, Reason.EQUAL_SHARE);
    }

    private static String id(int number) {
        return "s%03d".formatted(number);
    }
}
