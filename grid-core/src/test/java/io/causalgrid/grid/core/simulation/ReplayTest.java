package io.causalgrid.grid.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.causalgrid.grid.core.allocation.AllocationPolicy;
import io.causalgrid.grid.core.allocation.EarliestDeadline;
import io.causalgrid.grid.core.allocation.EqualShare;
import io.causalgrid.grid.core.allocation.FirstCome;
import io.causalgrid.grid.core.allocation.LeastLaxity;
import io.causalgrid.grid.core.allocation.Optimised;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Limits;
import io.causalgrid.grid.core.network.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayTest {
    private static final Instant START = Months.START;
    private static final List<AllocationPolicy> POLICIES =
            List.of(new FirstCome(), new EqualShare(), new EarliestDeadline(), new LeastLaxity(), new Optimised());

    static LongStream seeds() {
        return LongStream.range(0, 2);
    }

    @Test
    void whatIsPromisedAtArrivalIsKeptUnderEveryPolicy() {
        Scenario flat = Months.onThreePhases(Months.sessions(5, 5), 40, false);
        var promising = new Scenario(
                flat.network(),
                flat.sessions(),
                flat.battery(),
                flat.step(),
                flat.settings(),
                flat.supply(),
                flat.conduct(),
                true);

        for (AllocationPolicy policy : List.of(new FirstCome(), new EqualShare(), new LeastLaxity(), new Optimised())) {
            Run run = Months.run(promising, policy);
            PromiseFigures figures = PromiseFigures.of(run);

            assertThat(run.violations()).isZero();
            assertThat(figures.given()).isGreaterThan(run.outcomes().size() / 2);
            assertThat(figures.kept()).isEqualTo(figures.given());
            assertThat(figures.missedKwh()).isZero();
        }
        assertThat(PromiseFigures.of(Months.run(flat, new Optimised())).given()).isZero();
    }

    @Test
    void oneVehicleChargesAtFullPowerUntilItIsServed() {
        Scenario scenario = Months.onABus(List.of(session("one", "c0", 2, 120, 3.3)), 10);

        Run run = Months.run(scenario, new FirstCome());

        assertThat(run.outcomes().getFirst().isServed()).isTrue();
        assertThat(run.load().getFirst()).isEqualTo(new Run.Load(at(2), at(5), 6_600, 330, 10_000, 1, 1));
        assertThat(run.bill().cost()).isCloseTo(3.3 * 0.2, within(1e-9));
        assertThat(run.violations()).isZero();
        assertThat(run.load().stream().mapToDouble(ReplayTest::wattHours).sum()).isCloseTo(3_300, within(1e-6));
    }

    @Test
    void twoVehiclesShareWhatThereIs() {
        Scenario scenario =
                Months.onABus(List.of(session("one", "c0", 0, 60, 6.6), session("two", "c1", 0, 60, 6.6)), 6);

        Run run = Months.run(scenario, new EqualShare());

        assertThat(run.outcomes())
                .allSatisfy(outcome -> assertThat(outcome.deliveredWattHours()).isCloseTo(3_000, within(1e-3)));
        Summary summary = Summary.of(run, 6);
        assertThat(summary.energyDeliveredPercent()).isCloseTo(100 / 2.2, within(1e-3));
        assertThat(summary.sessionsFullyServedPercent()).hasValue(0);
        assertThat(summary.largestShortfallKwh().orElseThrow()).isCloseTo(3.6, within(1e-3));
        assertThat(summary.peakKw().orElseThrow()).isCloseTo(6, within(1e-6));
    }

    @Test
    void aLimitThatFallsIsObeyedFromThatInstant() {
        var falling = new TreeMap<Instant, Double>();
        falling.put(at(20), 1_000.0);
        Scenario flat = Months.onABus(List.of(session("one", "c0", 0, 60, 6)), 6);
        Network network = flat.network().withProfile("bus", new LimitProfile(6_000, falling));
        Scenario scenario = new Scenario(
                network,
                flat.sessions(),
                flat.battery(),
                flat.step(),
                flat.settings(),
                flat.supply().prices());

        Run run = Months.run(scenario, new LeastLaxity());

        assertThat(run.deliveredWattHours()).isCloseTo(6_000 / 3.0 + 1_000 * 2 / 3.0, within(1.0));
        assertThat(run.violations()).isZero();
    }

    @Test
    void sessionsThatDoNotGoWithTheNetworkAreRefused() {
        assertThatThrownBy(() -> Months.onABus(List.of(session("one", "elsewhere", 0, 60, 6)), 6))
                .isInstanceOf(InvalidSessionsException.class)
                .hasMessage("session one is at elsewhere, which is not in the network");
        assertThatThrownBy(() ->
                        Months.onABus(List.of(session("one", "c0", 0, 60, 6), session("two", "c0", 59, 90, 6)), 6))
                .isInstanceOf(InvalidSessionsException.class)
                .hasMessage("sessions one and two are at c0 at the same time");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void onABusUrgencyNearlyReachesTheBoundAndNobodyExceedsIt(long seed) {
        for (double kw : List.of(4.0, 9.0, 14.0)) {
            Scenario scenario = Months.onABus(Months.sessions(seed, 14), kw);
            double bound = Months.boundPercent(scenario);

            for (AllocationPolicy policy : POLICIES) {
                Run run = Months.run(scenario, policy);
                assertThat(run.violations()).isZero();
                assertThat(Months.percent(run)).isLessThanOrEqualTo(bound + 1e-9);
            }
            double leastLaxity = Months.percent(Months.run(scenario, new LeastLaxity()));
            double optimised = Months.percent(Months.run(scenario, new Optimised()));
            assertThat(leastLaxity).isGreaterThan(0.985 * bound);
            assertThat(optimised).isBetween(0.99 * leastLaxity, 1.01 * leastLaxity);
            assertThat(Months.percent(Months.run(scenario, new EqualShare()))).isLessThan(leastLaxity + 0.1);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void onThreePhasesOptimisedIsAheadOfLeastLaxity(long seed) {
        Scenario scenario = Months.onThreePhases(Months.sessions(seed, 14), 40, false);
        double bound = Months.boundPercent(scenario);

        Run optimised = Months.run(scenario, new Optimised());
        Run leastLaxity = Months.run(scenario, new LeastLaxity());

        assertThat(optimised.violations() + leastLaxity.violations()).isZero();
        assertThat(Months.percent(optimised)).isBetween(0.97 * bound, bound + 1e-9);
        assertThat(Months.percent(optimised)).isGreaterThan(Months.percent(leastLaxity));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void withRealPilotsAndBatteriesNoLimitIsExceeded(long seed) {
        Scenario scenario = Months.onThreePhases(Months.sessions(seed, 7), 40, true);

        for (AllocationPolicy policy : POLICIES) {
            Run run = Months.run(scenario, policy);
            assertThat(run.violations()).isZero();
            assertThat(run.outcomes()).hasSameSizeAs(scenario.sessions());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void moreCapacityNeverLowersTheBound(long seed) {
        List<RecordedSession> sessions = Months.sessions(seed, 14);
        double before = 0;
        for (double kw = 2; kw < 30; kw *= 1.5) {
            double bound = Months.boundPercent(Months.onABus(sessions, kw));
            // Each is known to two parts in ten thousand.
            assertThat(bound).isGreaterThan(before * (1 - 2e-4)).isLessThan(100 + 1e-6);
            before = bound;
        }
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        var disturbance = new Disturbance(Duration.ofMinutes(45), 0.3);
        List<RecordedSession> once = disturbance.applyTo(Months.sessions(5, 7), new SplittableRandom(11));
        List<RecordedSession> again = disturbance.applyTo(Months.sessions(5, 7), new SplittableRandom(11));

        assertThat(again).isEqualTo(once);
        assertThat(Months.run(Months.onThreePhases(again, 40, true), new Optimised()))
                .isEqualTo(Months.run(Months.onThreePhases(once, 40, true), new Optimised()));
    }

    @Test
    void wrongDeadlinesAndEarlyDeparturesCostEnergy() {
        List<RecordedSession> sessions = Months.sessions(3, 14);
        List<RecordedSession> early = new Disturbance(Duration.ZERO, 0.5).applyTo(sessions, new SplittableRandom(1));
        List<RecordedSession> wrong =
                new Disturbance(Duration.ofHours(3), 0).applyTo(sessions, new SplittableRandom(1));

        double told = Months.percent(Months.run(Months.onABus(sessions, 9), new LeastLaxity()));
        assertThat(Months.percent(Months.run(Months.onABus(early, 9), new LeastLaxity())))
                .isLessThan(told);
        assertThat(Months.percent(Months.run(Months.onABus(wrong, 9), new LeastLaxity())))
                .isLessThan(told);
        assertThat(wrong).allSatisfy(session -> assertThat(session.deadline()).isAfter(session.arrival()));
        assertThat(early.stream().filter(session -> session.departure().isBefore(session.deadline())))
                .hasSizeBetween(sessions.size() / 3, 2 * sessions.size() / 3);
    }

    @Test
    void theCheckOfLimitsSeesWhatExceedsThem() {
        Network network = Months.onThreePhases(Months.sessions(1, 1), 40, false).network();
        Limits limits = network.limits(START, Duration.ofMinutes(5));
        double[] amps = new double[network.connectors().size()];

        assertThat(new Violations(network).count(amps, limits)).isZero();
        amps[0] = 40.001; // on lines a and b
        assertThat(new Violations(network).count(amps, limits)).isGreaterThanOrEqualTo(2);
    }

    private static RecordedSession session(String id, String connector, int arrival, int departure, double kwh) {
        return new RecordedSession(id, connector, at(arrival), at(departure), at(departure), kwh * 1_000, 6_600);
    }

    private static Instant at(int minute) {
        return START.plusSeconds(60L * minute);
    }

    private static double wattHours(Run.Load load) {
        return load.watts() * Vehicle.hours(Duration.between(load.from(), load.until()));
    }
}
