package io.causalgrid.grid.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.causalgrid.grid.core.allocation.AllocationDefaults;
import io.causalgrid.grid.core.allocation.AllocationPolicy;
import io.causalgrid.grid.core.allocation.FallingBack;
import io.causalgrid.grid.core.allocation.Horizon;
import io.causalgrid.grid.core.allocation.HorizonSettings;
import io.causalgrid.grid.core.allocation.LeastLaxity;
import io.causalgrid.grid.core.allocation.OrderSettings;
import io.causalgrid.grid.core.allocation.Surplus;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.NetworkReader;
import io.causalgrid.grid.core.optimisation.Deadline;
import io.causalgrid.grid.core.series.Course;
import io.causalgrid.grid.core.series.Foresight;
import io.causalgrid.grid.core.series.Quantity;
import io.causalgrid.grid.core.series.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Replays beside a building with a roof: what policies make of the sun, of prices, and of forecasts. */
class SunnyDaysTest {
    private static final Instant BEGIN = Instant.parse("2030-06-01T00:00:00Z");
    private static final int CONNECTORS = 6;

    @Test
    void vehiclesWithTimeChargeFromTheSunAlone() {
        Network network = network(40, hours(hour -> 2.0), hours(hour -> hour >= 10 && hour < 16 ? 9.0 : 0), 0);
        Run run = run(network, List.of(stay(0, 6, 20, 20_000)), surplus(0), Foresight.PERFECT);

        assertThat(run.deliveredWattHours()).isCloseTo(20_000, offset(1.0));
        assertThat(run.bill().wattHours()).isCloseTo(0, offset(1.0));
        assertThat(run.bill().cost()).isCloseTo(0, offset(0.01));
        assertThat(run.load()).allSatisfy(load -> assertThat(load.watts()).isLessThan(7_000 + 1));
    }

    @Test
    void theGridGivesWhatItMayAndWhatCannotWait() {
        Network network = network(40, hours(hour -> 0.0), hours(hour -> 0.0), 0);
        RecordedSession stay = stay(0, 8, 12, 6_000);

        Run late = run(network, List.of(stay), surplus(0), Foresight.PERFECT);
        Run early = run(network, List.of(stay), surplus(2_000), Foresight.PERFECT);

        assertThat(late.deliveredWattHours()).isCloseTo(6_000, offset(1.0));
        assertThat(late.load().getFirst().watts()).isZero();
        assertThat(early.deliveredWattHours()).isCloseTo(6_000, offset(1.0));
        assertThat(early.load().getFirst().watts()).isCloseTo(2_000, offset(1.0));
    }

    /** Whoever waits for the sun gets what it would have got otherwise, however wrong the forecast. */
    @Test
    void nobodyLeavesEmptierForHavingWaitedForTheSun() {
        for (int seed = 0; seed < 30; seed++) {
            var random = new Random(seed);
            Network network = network(
                    8 + random.nextInt(20),
                    hours(_ -> random.nextDouble(4)),
                    hours(hour -> hour % 24 > 7 && hour % 24 < 19 ? random.nextDouble(20) : 0),
                    random.nextBoolean() ? 6 : 0);
            List<RecordedSession> sessions = new ArrayList<>();
            for (int connector = 0; connector < CONNECTORS; connector++) {
                sessions.add(stay(connector, 8, 9 + random.nextInt(12), 2_000 + random.nextInt(20_000)));
            }

            Run urgent = run(network, sessions, new LeastLaxity(), Foresight.PERFECT);
            Run waiting = run(network, sessions, surplus(0), new Foresight(0.4, seed));

            assertThat(waiting.violations()).isZero();
            assertThat(waiting.deliveredWattHours())
                    .as("seed %d, of %.0f", seed, waiting.requestedWattHours())
                    .isGreaterThan(urgent.deliveredWattHours() - 0.015 * waiting.requestedWattHours());
            assertThat(waiting.bill().wattHours())
                    .isLessThan(urgent.bill().wattHours() + 0.015 * waiting.requestedWattHours());
        }
    }

    @Test
    void cloudsDoNotClatterContactors() {
        Network network = network(
                40, hours(_ -> 0.0), quarters(quarter -> quarter % 2 == 0 ? 3.0 : 0.0, Duration.ofMinutes(5)), 6);

        Run run = run(network, List.of(stay(0, 8, 20, 20_000)), surplus(0), Foresight.PERFECT);

        int switches = 0;
        Instant on = BEGIN;
        for (int i = 1; i < run.load().size(); i++) {
            boolean was = run.load().get(i - 1).watts() > 0;
            boolean is = run.load().get(i).watts() > 0;
            if (!was && is) {
                on = run.load().get(i).from();
            }
            if (was && !is) {
                switches++;
                assertThat(Duration.between(on, run.load().get(i).from()))
                        .isGreaterThanOrEqualTo(Duration.ofMinutes(15));
            }
        }
        assertThat(switches).isPositive();
    }

    @Test
    void theHorizonWaitsForLowPricesAndTheSun() {
        Network network = network(40, hours(_ -> 0.0), hours(hour -> hour == 12 ? 6.0 : 0), 0);
        NavigableMap<Instant, Double> prices = hours(hour -> hour == 15 ? 0.1 : 0.4);

        Run run = priced(network, List.of(stay(0, 8, 20, 12_000)), prices, Foresight.PERFECT);

        // 6 kW for an hour from the sun, 6 kWh at the lowest price
        assertThat(run.deliveredWattHours()).isCloseTo(12_000, offset(1.0));
        assertThat(run.bill().cost()).isCloseTo(0.6, offset(0.01));
        assertThat(run.bill().kilograms()).hasValueCloseTo(6 * 0.3, offset(0.01));
    }

    @Test
    void aWrongForecastCostsMoreAndBreaksNothing() {
        var random = new Random(3);
        Network network = network(
                20,
                hours(_ -> 1 + random.nextDouble(6)),
                hours(hour -> Math.max(0, 8 * Math.sin((hour % 24 - 6) * Math.PI / 12))),
                0);
        NavigableMap<Instant, Double> prices =
                hours(hour -> 0.25 + 0.1 * Math.cos(hour * Math.PI / 6) + random.nextDouble(0.02));
        List<RecordedSession> sessions = new ArrayList<>();
        for (int connector = 0; connector < CONNECTORS; connector++) {
            sessions.add(stay(connector, 5 + connector, 22, 12_000));
        }

        Run perfect = priced(network, sessions, prices, Foresight.PERFECT);
        double wrong = 0;
        for (int seed = 0; seed < 5; seed++) {
            Run run = priced(network, sessions, prices, new Foresight(0.4, seed));
            assertThat(run.violations()).isZero();
            assertThat(run.deliveredWattHours()).isCloseTo(perfect.deliveredWattHours(), offset(500.0));
            wrong += run.bill().cost() / 5;
        }

        assertThat(wrong).isGreaterThan(perfect.bill().cost());
    }

    private static AllocationPolicy surplus(double gridWatts) {
        return new Surplus(gridWatts, () -> Deadline.NONE);
    }

    private static Run priced(
            Network network,
            List<RecordedSession> sessions,
            NavigableMap<Instant, Double> prices,
            Foresight foresight) {
        var series = new Recorded(Quantity.PRICE, "prices", prices, Course.constant(0.3));
        var horizon = new Horizon(new HorizonSettings(series, 10, 0, 0, foresight));
        return run(network, sessions, horizon, new Supply(series, Optional.of(Course.constant(300)), foresight));
    }

    private static Run run(
            Network network, List<RecordedSession> sessions, AllocationPolicy policy, Foresight foresight) {
        return run(network, sessions, policy, new Supply(Course.constant(0.3), Optional.empty(), foresight));
    }

    private static Run run(Network network, List<RecordedSession> sessions, AllocationPolicy policy, Supply supply) {
        var scenario = new Scenario(
                network,
                sessions,
                BatteryModel.IDEAL,
                Duration.ofMinutes(5),
                AllocationDefaults.allocator(OrderSettings.exact(Duration.ofMinutes(5))),
                supply,
                Conduct.IDEAL,
                false);
        var failing = new FallingBack(policy, new LeastLaxity(), failure -> {
            throw new AssertionError(failure);
        });
        return Replay.of(scenario, new NamedPolicy("policy", failing), () -> 0, _ -> {});
    }

    private static RecordedSession stay(int connector, int from, int until, double wattHours) {
        Instant departure = BEGIN.plus(Duration.ofHours(until));
        return new RecordedSession(
                "s" + connector,
                "c" + connector,
                BEGIN.plus(Duration.ofHours(from)),
                departure,
                departure,
                wattHours,
                11_000);
    }

    private interface AtHour {
        double value(int hour);
    }

    private static NavigableMap<Instant, Double> hours(AtHour at) {
        return quarters(at, Duration.ofHours(1));
    }

    private static NavigableMap<Instant, Double> quarters(AtHour at, Duration each) {
        NavigableMap<Instant, Double> values = new TreeMap<>();
        for (int i = 0; i < Duration.ofDays(2).dividedBy(each); i++) {
            values.put(BEGIN.plus(each.multipliedBy(i)), at.value(i));
        }
        return values;
    }

    /** Below a limit of so many kilowatts; base load and sun in kilowatts. */
    private static Network network(
            double kw, NavigableMap<Instant, Double> base, NavigableMap<Instant, Double> sun, double minAmps) {
        List<Map<String, Object>> connectors = new ArrayList<>();
        for (int i = 0; i < CONNECTORS; i++) {
            connectors.add(Map.of("id", "c" + i, "node", "main", "phases", "ABC", "volts", 400));
        }
        Map<String, Object> main =
                Map.of("id", "main", "baseLoad", "base", "sun", "sun", "limits", List.of(Map.of("watts", kw * 1_000)));
        return NetworkReader.read(
                Map.of("nodes", List.of(main), "connectors", connectors),
                new NetworkReader.Choices(OptionalDouble.empty(), new Currents.Continuous(minAmps, 16)),
                new NetworkReader.Surroundings(ZoneId.of("UTC"), (_, quantity, _) -> {
                    NavigableMap<Instant, Double> watts = new TreeMap<>();
                    (quantity == Quantity.SUN ? sun : base).forEach((time, value) -> watts.put(time, value * 1_000));
                    return watts;
                }));
    }
}
