package io.causalgrid.grid.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.plant.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On a single bus of 1 V, so that amperes are watts. */
class AllocatorTest {
    private static final Instant START = Instant.parse("2030-03-01T08:00:00Z");
    private static final Duration TURN = Duration.ofMinutes(5);
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Currents WHOLE_AMPS = Currents.steps(6, 32, 1);

    /** Charge points that may not answer, although they hear, and the allocator that tells them. */
    private static final class ChargePoints {
        final Map<Integer, Double> told = new HashMap<>();
        final List<String> log = new ArrayList<>();
        final Set<Integer> silent = new HashSet<>();
        Allocator allocator = new Allocator(new FirstCome(), settings(Duration.ZERO), network(1, List.of()));

        List<Grant> allocate(List<Demand> demands, Instant now, Duration step) {
            allocator.allocate(demands, now, step);
            while (obeyAll(now)) {
                allocator.proceed(now);
            }
            return allocator.grants(now);
        }

        double mostAmps(int connector, Instant now) {
            return allocator.mostAmps(connector, now);
        }

        private boolean obeyAll(Instant now) {
            List<Order> orders = new ArrayList<>(allocator.ordersToSend(now));
            allocator.raisesToSend().stream()
                    .filter(raise -> allocator.sent(raise, now))
                    .forEach(orders::add);
            for (Order order : orders) {
                obey(order, now);
            }
            return !orders.isEmpty();
        }

        private void obey(Order order, Instant now) {
            int connector = order.connector();
            double before = told.getOrDefault(connector, 0.0);
            double amps = order.amps();
            log.add((amps < before ? "lower " : amps > before ? "raise " : "renew ") + connector);
            told.put(connector, amps);
            if (!silent.contains(connector)) {
                allocator.confirmed(connector, order.number(), now);
            }
        }
    }

    private final ChargePoints chargePoints = new ChargePoints();

    @Test
    void everythingIsLoweredBeforeAnythingIsRaised() {
        ChargePoints allocator = allocator(new LeastLaxity(), 10, ideal(2));
        allocator.allocate(List.of(urgent(0, 1), urgent(1, 0)), START, STEP);
        assertThat(chargePoints.log).containsExactly("raise 1");
        chargePoints.log.clear();

        allocator.allocate(List.of(urgent(0, 0), urgent(1, 1)), START.plus(STEP), STEP);

        assertThat(chargePoints.log).containsExactly("lower 1", "raise 0");
    }

    @Test
    void nothingIsRaisedIntoPowerThatWasNotConfirmedToBeFreeUntilTheLeaseEnds() {
        ChargePoints allocator = allocator(new LeastLaxity(), 10, ideal(2));
        allocator.allocate(List.of(urgent(0, 1), urgent(1, 0)), START, STEP);
        chargePoints.silent.add(1);
        List<Demand> turned = List.of(urgent(0, 0), urgent(1, 1));

        for (Instant now = START.plus(STEP); now.isBefore(START.plus(LEASE)); now = now.plus(STEP)) {
            List<Grant> grants = allocator.allocate(turned, now, STEP);

            assertThat(grants.getFirst().amps()).as("at %s", now).isZero();
            assertThat(grants.getLast().amps()).isZero();
            assertThat(allocator.mostAmps(1, now)).isEqualTo(10);
        }
        List<Grant> grants = allocator.allocate(turned, START.plus(LEASE), STEP);

        assertThat(grants.getFirst().amps()).isEqualTo(10);
        assertThat(grants.getLast().reason()).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void aChargePointThatAnswersAgainIsServedAgain() {
        ChargePoints allocator = allocator(new LeastLaxity(), 10, ideal(2));
        List<Demand> demands = List.of(urgent(0, 0), urgent(1, 1));
        chargePoints.silent.add(0);
        allocator.allocate(demands, START, STEP);
        chargePoints.silent.clear();

        allocator.allocate(demands, START.plus(STEP), STEP);

        assertThat(allocator.allocate(demands, START.plus(STEP.multipliedBy(2)), STEP))
                .extracting(Grant::amps)
                .containsExactly(10.0, 0.0);
    }

    @Test
    void aLeaseIsRenewedInTimeAndOnlyThen() {
        ChargePoints allocator = allocator(new LeastLaxity(), 10, ideal(1));
        List<Demand> demands = List.of(urgent(0, 0));
        int ticks = 60;
        for (int tick = 0; tick < ticks; tick++) {
            Instant now = START.plus(STEP.multipliedBy(tick));
            assertThat(allocator.allocate(demands, now, STEP).getFirst().amps()).isEqualTo(10);
            assertThat(allocator.mostAmps(0, now.plus(STEP))).isEqualTo(10);
        }
        assertThat(chargePoints.log).hasSizeBetween(15, 25);
    }

    @Test
    void afterARestartWhatMayHaveBeenToldBeforeCounts() {
        ChargePoints allocator = allocator(new LeastLaxity(), 10, ideal(2));
        allocator.allocator.presume(0, 7);
        chargePoints.silent.add(0);
        List<Demand> demands = List.of(urgent(1, 0));

        assertThat(allocator.allocate(demands, START, STEP).getFirst().amps()).isEqualTo(3);
        assertThat(chargePoints.told).containsEntry(0, 0.0);
        chargePoints.silent.clear();
        allocator.allocate(demands, START.plus(STEP), STEP);
        assertThat(allocator
                        .allocate(demands, START.plus(STEP.multipliedBy(2)), STEP)
                        .getFirst()
                        .amps())
                .isEqualTo(10);
    }

    @Test
    void whatAChargePointFallsBackToIsAlwaysSetAside() {
        List<Connector> connectors = List.of(
                new Connector("a", Phases.A, 1, new Currents.Continuous(0, 32), 4),
                new Connector("b", Phases.A, 1, new Currents.Continuous(0, 32)));
        ChargePoints allocator = allocator(new LeastLaxity(), 10, connectors);

        assertThat(allocator
                        .allocate(List.of(urgent(1, 0)), START, STEP)
                        .getFirst()
                        .amps())
                .isEqualTo(6);
        assertThat(allocator.allocate(List.of(urgent(0, 1), urgent(1, 0)), START.plus(STEP), STEP))
                .extracting(Grant::amps)
                .containsExactly(4.0, 6.0);
    }

    @Test
    void aLimitThatFallsIsKeptAtTheNextAllocation() {
        ChargePoints allocator = allocator(new EqualShare(), 40, ideal(4));
        List<Demand> demands = demands(4);
        allocator.allocate(demands, START, STEP);
        allocator.allocator.network(network(20, ideal(4)));

        allocator.allocate(demands, START.plusSeconds(1), STEP);

        assertThat(chargePoints.told.values()).containsExactly(5.0, 5.0, 5.0, 5.0);
    }

    @Test
    void aLimitThatIsKnownToFallIsKeptBeforeItDoesEvenIfNobodyComesBack() {
        LimitProfile falling = LimitProfile.constant(40).capped(20, START.plusSeconds(30), START.plusSeconds(90));
        Network network = Network.singleBus(ideal(4), falling);
        chargePoints.allocator = new Allocator(new EqualShare(), settings(Duration.ZERO), network);

        chargePoints.allocate(demands(4), START, STEP);

        assertThat(chargePoints.told.values()).containsExactly(5.0, 5.0, 5.0, 5.0);
    }

    @Test
    void aSessionThatEndedDrawsNothing() {
        ChargePoints allocator = allocator(new FirstCome(), 40, ideal(2));
        allocator.allocate(demands(2), START, STEP);

        allocator.allocate(demands(1), START.plus(STEP), STEP);

        assertThat(chargePoints.told).containsEntry(1, 0.0);
    }

    @Test
    void whatRoundingLeavesGoesRoundInSteps() {
        ChargePoints allocator = allocator(new EqualShare(), 48.08, stepped(7));

        List<Grant> grants = allocator.allocate(demands(7), START, STEP);

        assertThat(grants).extracting(Grant::amps).containsExactly(7.0, 7.0, 7.0, 7.0, 7.0, 7.0, 6.0);
    }

    @Test
    void nobodyIsToldACurrentBetweenZeroAndTheMinimum() {
        ChargePoints allocator = allocator(new LeastLaxity(), 40, Duration.ofDays(1), stepped(3));

        List<Grant> grants =
                allocator.allocate(List.of(urgent(0, 2), urgent(1, 0), urgent(2, 1)), START.plusSeconds(60), STEP);

        // The most urgent is full with 32 A; of the 8 A left nothing is lost.
        assertThat(grants).extracting(Grant::amps).containsExactly(0.0, 32.0, 8.0);
        assertThat(grants.getFirst().reason()).isEqualTo(Reason.WAITING_FOR_TURN);
    }

    @Test
    void aPatientPolicyChoosesUntilSomebodyHasWaitedTooLong() {
        Duration patience = Duration.ofMinutes(30);
        ChargePoints allocator = allocator(new LeastLaxity(), 32, patience, stepped(2));
        List<Demand> demands = List.of(urgent(0, 1), urgent(1, 0));

        for (int minute = 0; minute < 30; minute++) {
            List<Grant> grants = allocator.allocate(demands, START.plus(Duration.ofMinutes(minute)), STEP);
            assertThat(grants).extracting(Grant::amps).containsExactly(0.0, 32.0);
        }
        for (int minute = 30; minute < 35; minute++) {
            List<Grant> grants = allocator.allocate(demands, START.plus(Duration.ofMinutes(minute)), STEP);
            assertThat(grants).extracting(Grant::amps).containsExactly(6.0, 26.0);
        }
        assertThat(allocator.allocate(demands, START.plus(Duration.ofMinutes(35)), STEP))
                .extracting(Grant::amps)
                .containsExactly(0.0, 32.0);
    }

    @Test
    void whenTheMinimumForAllDoesNotFitEveryoneGetsATurn() {
        ChargePoints allocator = allocator(new EqualShare(), 20, stepped(10));
        List<Demand> demands = demands(10);
        Map<String, Integer> minutesServed = new HashMap<>();
        for (int minute = 0; minute < 100; minute++) {
            List<Grant> grants = allocator.allocate(demands, START.plus(Duration.ofMinutes(minute)), STEP);

            List<Grant> served =
                    grants.stream().filter(grant -> grant.amps() > 0).toList();
            assertThat(served).hasSize(3).allSatisfy(grant -> assertThat(grant.amps())
                    .isGreaterThanOrEqualTo(6));
            assertThat(grants).filteredOn(grant -> grant.amps() == 0).allSatisfy(grant -> assertThat(grant.reason())
                    .isEqualTo(Reason.WAITING_FOR_TURN));
            served.forEach(grant -> minutesServed.merge(grant.sessionId(), 1, Integer::sum));
        }

        assertThat(minutesServed).hasSize(10);
        assertThat(minutesServed.values())
                .allSatisfy(minutes -> assertThat(minutes).isBetween(25, 35));
    }

    @Test
    void aTurnLastsAWholePeriod() {
        ChargePoints allocator = allocator(new EqualShare(), 13, stepped(4));
        List<Demand> demands = demands(4);
        Set<String> first = servedOf(allocator.allocate(demands, START, STEP));

        assertThat(servedOf(allocator.allocate(demands, START.plus(TURN).minusSeconds(1), STEP)))
                .isEqualTo(first);
        assertThat(servedOf(allocator.allocate(demands, START.plus(TURN), STEP)))
                .doesNotContainAnyElementsOf(first);
    }

    @Test
    void aLargeMinimumIsNotOvertakenForEverBySmallOnes() {
        List<Connector> connectors = new ArrayList<>(stepped(4));
        connectors.add(new Connector("large", Phases.A, 1, new Currents.Continuous(12, 32)));
        ChargePoints allocator = allocator(new FirstCome(), 13, connectors);
        Demand large = demand(4, START.plusSeconds(60));
        // Two small ones fit beside one another. Their turns never end together, so that there is never room for it.
        List<Demand> small =
                List.of(demand(0, START), demand(1, START.plusSeconds(120)), demand(2, START), demand(3, START));
        boolean served = false;
        for (int minute = 0; minute < 60 && !served; minute++) {
            List<Demand> demands = new ArrayList<>(small.subList(0, minute < 2 ? 1 : 4));
            demands.addFirst(large);

            served = allocator
                            .allocate(demands, START.plus(Duration.ofMinutes(minute)), STEP)
                            .getFirst()
                            .amps()
                    > 0;
        }

        assertThat(served).isTrue();
    }

    @Test
    void aStreamOfNewcomersStarvesNobody() {
        ChargePoints allocator = allocator(new EqualShare(), 7, stepped(40));
        boolean served = false;
        for (int minute = 0; minute < 30 && !served; minute++) {
            Instant now = START.plus(Duration.ofMinutes(minute));
            List<Demand> demands = new ArrayList<>(List.of(demand(0, START)));
            for (int newcomer = 1; newcomer <= minute + 2; newcomer++) {
                demands.add(demand(newcomer, START.plusSeconds((newcomer - 2) * 60L)));
            }

            served = allocator.allocate(demands, now, STEP).getFirst().amps() > 0;
        }

        assertThat(served).isTrue();
    }

    /** A fresh allocator used to give out the whole bus a minute later, beside what was still leased. */
    @Test
    void aPresumptionHasNoEndButAnAnswer() {
        ChargePoints allocator = allocator(new FirstCome(), 32, ideal(2));
        allocator.allocator.presume(0, 32);
        chargePoints.silent.add(0);
        Instant muchLater = START.plus(LEASE.multipliedBy(20));

        assertThat(allocator.allocate(List.of(demand(1, START)), START, STEP))
                .extracting(Grant::amps)
                .containsExactly(0.0);
        assertThat(allocator.allocate(List.of(demand(1, START)), muchLater, STEP))
                .extracting(Grant::amps)
                .containsExactly(0.0);
        chargePoints.silent.clear();
        allocator.allocate(List.of(demand(1, START)), muchLater.plus(STEP), STEP);
        assertThat(allocator.allocate(List.of(demand(1, START)), muchLater.plus(STEP.multipliedBy(2)), STEP))
                .extracting(Grant::amps)
                .containsExactly(32.0);
    }

    /** With a slow charge point whose link is lost, 58 A flowed on 32 A. */
    @Test
    void anOrderCountsForItsLeaseAndTheSkewOfTheClockAndItsTimeOnTheWay() {
        Duration skew = Duration.ofMinutes(2);
        Duration transit = Duration.ofSeconds(8);
        Allocator allocator = new Allocator(
                new LeastLaxity(),
                new AllocatorSettings(
                        TURN, Duration.ZERO, new OrderSettings(LEASE, skew, transit, 0, 0, Duration.ZERO)),
                network(32, ideal(2)));
        allocator.allocate(List.of(urgent(0, 0)), START, STEP);
        Order raise = allocator.raisesToSend().getFirst();
        allocator.sent(raise, START);

        Instant last = START.plus(LEASE).plus(skew).plus(transit).minusNanos(1);
        assertThat(allocator.mostAmps(0, last)).isEqualTo(32);
        assertThat(allocator.mostAmps(0, last.plusNanos(1))).isZero();

        allocator.confirmed(0, raise.number(), START.plusSeconds(1));
        assertThat(allocator.mostAmps(0, START.plus(LEASE).plus(skew).plusNanos(1)))
                .isEqualTo(32);
        assertThat(allocator.mostAmps(0, START.plus(LEASE).plus(skew).plusSeconds(1)))
                .isZero();
    }

    @Test
    void aLimitBelowTheFallbacksIsServedAsLowAsItCanBeAndSaysSo() {
        List<Connector> connectors = List.of(
                new Connector("a", Phases.A, 1, new Currents.Continuous(0, 32), 10),
                new Connector("b", Phases.A, 1, new Currents.Continuous(0, 32)));
        ChargePoints allocator = allocator(new EqualShare(), 40, connectors);
        allocator.allocate(demands(2), START, STEP);
        allocator.allocator.network(network(40, connectors).withProfile("bus", LimitProfile.constant(4)));

        List<Grant> grants = allocator.allocate(demands(2), START.plus(STEP), STEP);

        assertThat(grants).extracting(Grant::amps).containsExactly(10.0, 0.0);
        assertThat(chargePoints.told).containsEntry(1, 0.0);
        assertThat(allocator.allocator.overloads()).singleElement().satisfies(overload -> {
            assertThat(overload.limit().id()).isEqualTo("bus");
            assertThat(overload.bound()).isEqualTo(4);
            assertThat(overload.load()).isEqualTo(10);
        });
    }

    @Test
    void aPolicyThatFailsInAnyWayIsReplacedForTheRound() {
        List<AllocationPolicy> failing = List.of(
                _ -> {
                    throw new IllegalStateException("no solution");
                },
                _ -> List.of(),
                task -> List.of(new Grant(task.demands().getFirst(), Double.NaN, Reason.OPTIMISED)),
                task -> List.of(new Grant(task.demands().getFirst(), 99, Reason.OPTIMISED)));
        for (AllocationPolicy policy : failing) {
            ChargePoints allocator = allocator(policy, 10, ideal(1));

            assertThat(allocator.allocate(demands(1), START, STEP))
                    .extracting(Grant::amps)
                    .containsExactly(10.0);
            assertThat(allocator.allocator.policyFailures()).isEqualTo(1);
        }
    }

    @Test
    void aRaiseCountsFromTheMomentItIsDecidedUntilItIsWithdrawn() {
        Allocator allocator = allocator(new FirstCome(), 10, ideal(2)).allocator;
        allocator.allocate(demands(1), START, STEP);

        Order raise = allocator.raisesToSend().getFirst();

        assertThat(raise.raises()).isTrue();
        assertThat(allocator.mostAmps(0, START.plus(LEASE.multipliedBy(9)))).isEqualTo(10);
        allocator.withdrawn(raise);
        assertThat(allocator.mostAmps(0, START)).isZero();
        assertThat(allocator.sent(raise, START)).isFalse();
    }

    @Test
    void aRefusedOrderCountsNoMoreAndIsNotAskedAgainInTheRound() {
        Allocator allocator = allocator(new FirstCome(), 10, ideal(1)).allocator;
        allocator.allocate(demands(1), START, STEP);
        Order raise = allocator.raisesToSend().getFirst();
        allocator.sent(raise, START);

        allocator.refused(0, raise.number());
        allocator.proceed(START);

        assertThat(allocator.mostAmps(0, START)).isZero();
        assertThat(allocator.raisesToSend()).isEmpty();
        assertThat(allocator.grants(START)).extracting(Grant::reason).containsExactly(Reason.REFUSED);
    }

    @Test
    void whatAVehicleDrawsBeyondItsOrderIsTakenFromTheOthers() {
        ChargePoints allocator = allocator(new EqualShare(), 20, ideal(2));
        allocator.allocate(demands(2), START, STEP);
        allocator.allocator.metered(0, 16, START.plus(STEP));

        List<Grant> grants = allocator.allocate(demands(2), START.plus(STEP), STEP);

        assertThat(grants).extracting(Grant::amps).containsExactly(10.0, 4.0);
        assertThat(grants.getFirst().reason()).isEqualTo(Reason.OVERDRAWN);
    }

    @Test
    void anOwnerThatMayOnlyHoldRenewsAndLowersButNeverRaises() {
        ChargePoints allocator = allocator(new LeastLaxity(), 10, ideal(2));
        allocator.allocate(List.of(urgent(0, 1), urgent(1, 0)), START, STEP);
        allocator.allocator.holdOnly(true);
        chargePoints.log.clear();

        List<Grant> grants = allocator.allocate(
                List.of(urgent(0, 0), urgent(1, 1)), START.plus(LEASE).minus(STEP), STEP);

        assertThat(grants).extracting(Grant::amps).containsExactly(0.0, 10.0);
        assertThat(chargePoints.log).containsExactly("renew 1");
    }

    private ChargePoints allocator(AllocationPolicy policy, double limit, List<Connector> connectors) {
        return allocator(policy, limit, Duration.ZERO, connectors);
    }

    private ChargePoints allocator(
            AllocationPolicy policy, double limit, Duration patience, List<Connector> connectors) {
        chargePoints.allocator = new Allocator(policy, settings(patience), network(limit, connectors));
        return chargePoints;
    }

    private static AllocatorSettings settings(Duration patience) {
        return new AllocatorSettings(TURN, patience, LEASE);
    }

    private static Network network(double limit, List<Connector> connectors) {
        return Network.singleBus(connectors, LimitProfile.constant(limit));
    }

    private static List<Connector> ideal(int count) {
        return connectors(count, new Currents.Continuous(0, 32));
    }

    private static List<Connector> stepped(int count) {
        return connectors(count, WHOLE_AMPS);
    }

    private static List<Connector> connectors(int count, Currents currents) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Connector("c" + i, Phases.A, 1, currents))
                .toList();
    }

    private static Set<String> servedOf(List<Grant> grants) {
        Set<String> served = new HashSet<>();
        grants.stream().filter(grant -> grant.amps() > 0).forEach(grant -> served.add(grant.sessionId()));
        return served;
    }

    private static List<Demand> demands(int count) {
        Demand[] demands = new Demand[count];
        Arrays.setAll(demands, i -> demand(i, START));
        return List.of(demands);
    }

    private static Demand demand(int connector, Instant arrival) {
        return new Demand("s" + connector, connector, 0, 32, 9_000, arrival, arrival.plus(Duration.ofHours(9)));
    }

    /** One that leaves the later, the higher its rank. */
    private static Demand urgent(int connector, int rank) {
        return new Demand("s" + connector, connector, 0, 32, 9, START, START.plus(Duration.ofHours(9 + rank)));
    }
}
