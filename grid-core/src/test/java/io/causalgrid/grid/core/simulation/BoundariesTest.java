package io.causalgrid.grid.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.causalgrid.grid.core.allocation.EqualShare;
import io.causalgrid.grid.core.allocation.FirstCome;
import io.causalgrid.grid.core.allocation.LeastLaxity;
import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.series.Course;
import io.causalgrid.grid.core.series.Daily;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes within a step counts from the instant at which it does. */
class BoundariesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void aPriceThatChangesWithinAStepIsPaidFromThen() {
        Scenario scenario = scenario(session(0, 60, 6, 6), LimitProfile.constant(6_000), halfPastMidnight("UTC"));

        assertThat(run(scenario).bill().cost()).isCloseTo(3, within(1e-6));
    }

    @Test
    void pricesFollowTheClockOnTheDaysOnWhichItChanges() {
        // One hour and a half from 02:00 local time: 02:00, 02:30, 02:00 again in the one night; 03:00 to 04:30 in the
        // other.
        Instant autumn = Instant.parse("2024-10-27T00:00:00Z");
        Instant spring = Instant.parse("2024-03-31T01:00:00Z");
        var prices = new TreeMap<>(Map.of(LocalTime.MIDNIGHT, 0.0, LocalTime.of(2, 30), 1.0));
        var tariff = new Daily(prices, ZoneId.of("Europe/Berlin"));

        assertThat(run(scenario(stay(autumn), LimitProfile.constant(6_000), tariff))
                        .bill()
                        .cost())
                .isCloseTo(3, within(1e-6));
        assertThat(run(scenario(stay(spring), LimitProfile.constant(6_000), tariff))
                        .bill()
                        .cost())
                .isCloseTo(9, within(1e-6));
    }

    @Test
    void aLimitThatChangesWithinAStepIsUsedFully() {
        for (List<Double> watts : List.of(List.of(1_000.0, 6_000.0), List.of(6_000.0, 1_000.0))) {
            var changes = new TreeMap<>(Map.of(Months.START.plusSeconds(1_800), watts.getLast()));
            Scenario scenario =
                    scenario(session(0, 60, 6, 6), new LimitProfile(watts.getFirst(), changes), Course.constant(0));

            Run run = run(scenario);

            assertThat(run.violations()).isZero();
            assertThat(run.deliveredWattHours()).isCloseTo(3_500, within(0.1));
            assertThat(OfflineBound.of(scenario, _ -> {}).wattHours()).isCloseTo(3_500, within(1.0));
        }
    }

    @Test
    void theSolutionThatABoundIsFromServesWhoCanBeServed() {
        Scenario enough = scenario(session(0, 60, 6, 6), LimitProfile.constant(6_000), Course.constant(0));
        Scenario tooLittle = scenario(session(0, 60, 6, 6), LimitProfile.constant(5_900), Course.constant(0));

        assertThat(OfflineBound.of(enough, _ -> {}).served()).isEqualTo(1);
        assertThat(OfflineBound.of(tooLittle, _ -> {}).served()).isZero();
    }

    @Test
    void whatAServedVehicleLeavesIsOthersFromThenOn() {
        // 6 A are the least: the first is served after 24 minutes, and there is no room for two before.
        Scenario flat = Months.onABus(List.of(session("a", "c0", 0.5), session("b", "c1", 0.5)), 1.3);
        var steps = flat.network().connectors().stream()
                .map(connector ->
                        new Connector(connector.id(), connector.phases(), connector.volts(), Currents.steps(6, 32, 1)))
                .toList();
        for (BatteryModel battery : BatteryModel.values()) {
            var scenario = new Scenario(
                    Network.singleBus(steps, LimitProfile.constant(1_300)),
                    flat.sessions(),
                    battery,
                    HOUR,
                    flat.settings(),
                    flat.supply().prices());

            Run run = run(scenario);

            assertThat(run.outcomes()).allMatch(Run.Outcome::isServed);
            assertThat(run.load().stream().mapToDouble(Run.Load::wattHours).sum())
                    .isCloseTo(1_000, within(0.1));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverChangesNoLimitIsExceededNorTheBound(long seed) {
        var random = new SplittableRandom(seed);
        var changes = new TreeMap<Instant, Double>();
        for (int i = 0; i < 200; i++) {
            changes.put(Months.START.plusSeconds(random.nextInt(3 * 86_400)), random.nextDouble(15_000));
        }
        Scenario month = Months.onABus(Months.sessions(seed, 3), 10);
        Scenario scenario = new Scenario(
                month.network().withProfile("bus", new LimitProfile(5_000, changes)),
                month.sessions(),
                month.battery(),
                HOUR,
                month.settings(),
                halfPastMidnight("America/St_Johns"));
        double bound = OfflineBound.of(scenario, _ -> {}).wattHours();

        for (var policy : List.of(new EqualShare(), new LeastLaxity())) {
            Run run = Months.run(scenario, policy);
            assertThat(run.violations()).isZero();
            assertThat(run.deliveredWattHours()).isBetween(0.9 * bound, bound);
        }
    }

    private static Run run(Scenario scenario) {
        return Months.run(scenario, new FirstCome());
    }

    private static Course halfPastMidnight(String zone) {
        return new Daily(new TreeMap<>(Map.of(LocalTime.MIDNIGHT, 0.0, LocalTime.of(0, 30), 1.0)), ZoneId.of(zone));
    }

    private static Scenario scenario(RecordedSession session, LimitProfile limit, Course tariff) {
        Scenario flat = Months.onABus(List.of(session), 6);
        return new Scenario(
                flat.network().withProfile("bus", limit),
                flat.sessions(),
                flat.battery(),
                HOUR,
                flat.settings(),
                tariff);
    }

    private static RecordedSession session(int arrival, int departure, double kwh, double kw) {
        Instant from = Months.START.plusSeconds(60L * arrival);
        Instant until = Months.START.plusSeconds(60L * departure);
        return new RecordedSession("a", "c0", from, until, until, 1_000 * kwh, 1_000 * kw);
    }

    private static RecordedSession session(String id, String connector, double kwh) {
        Instant until = Months.START.plus(HOUR);
        return new RecordedSession(id, connector, Months.START, until, until, 1_000 * kwh, 6_000);
    }

    private static RecordedSession stay(Instant from) {
        Instant until = from.plus(Duration.ofMinutes(90));
        return new RecordedSession("a", "c0", from, until, until, 9_000, 6_000);
    }
}
