package io.causalgrid.grid.core.owner;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.allocation.AllocatorSettings;
import io.causalgrid.grid.core.allocation.EqualShare;
import io.causalgrid.grid.core.allocation.OrderSettings;
import io.causalgrid.grid.core.ledger.Attempt;
import io.causalgrid.grid.core.ledger.LedgerLimits;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.plant.Order;
import io.causalgrid.grid.core.plant.VirtualPlant;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.EndReason;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.SessionDefaults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An owner with virtual charge points and a journal that takes everything at once. */
class OwnedPlantTest {
    private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    private static final double VOLTS = 230;
    private static final double LIMIT_WATTS = 20_000;
    private static final int CONNECTORS = 20;

    private final Network network = Network.singleBus(
            IntStream.rangeClosed(1, CONNECTORS)
                    .mapToObj(number ->
                            new Connector(Integer.toString(number), Phases.A, VOLTS, new Currents.Continuous(6, 32)))
                    .toList(),
            LimitProfile.constant(LIMIT_WATTS));
    private final VirtualPlant plant = new VirtualPlant(network, START);
    private final double[] toldAmps = new double[CONNECTORS];
    private final Map<Integer, String> plugged = new HashMap<>();
    private final Map<Long, Reply> replies = new HashMap<>();
    private final SubstationOwner owner = owner();
    private Moment now = new Moment(START, START, START);
    private long asks;

    @Test
    void aVehicleIsServedAndItsConnectorFreed() {
        String id = charge("a", new ChargeOrder("v", null, null, null));
        tick(Duration.ofSeconds(1));
        assertThat(owner.grantedWatts()).isEqualTo(32 * VOLTS);

        for (int minute = 0; minute < 240; minute++) {
            tick(Duration.ofMinutes(1));
        }

        assertThat(owner.session(id)).isInstanceOfSatisfying(Session.Ended.class, ended -> {
            assertThat(ended.because()).isEqualTo(EndReason.SERVED);
            assertThat(ended.deliveredWattHours()).isEqualTo(20_000);
        });
        assertThat(owner.grantedWatts()).isZero();
        assertThat(owner.ledger().activeSessions()).isZero();
    }

    @Test
    void theNextVehicleAtAConnectorIsGivenAllThatItTakesAtOnce() {
        String first = charge("a", new ChargeOrder("v", null, null, 3_000.0));
        tick(Duration.ofSeconds(1));
        stop(first);
        charge("b", new ChargeOrder("w", null, null, null));

        tick(Duration.ofSeconds(1));

        assertThat(owner.grantedWatts()).isEqualTo(32 * VOLTS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void howeverSessionsComeAndGoWhoStaysIsGivenAllThatThereIs(long seed) {
        var random = new Random(seed);
        for (int step = 0; step < 200; step++) {
            pass(Duration.ofMillis(random.nextInt(80)));
            List<Session.Charging> charging = owner.ledger().charging();
            if (charging.size() < 12 && random.nextBoolean()) {
                charge("k" + step, new ChargeOrder("v", null, null, 2_000.0 + random.nextInt(8_000)));
            } else if (!charging.isEmpty()) {
                stop(charging.get(random.nextInt(charging.size())).terms().id());
            }
            if (random.nextInt(20) == 0) {
                tick(Duration.ofMillis(200));
            }
        }
        owner.ledger().charging().forEach(session -> stop(session.terms().id()));
        charge("last", new ChargeOrder("v", null, null, null));
        for (int second = 0; second < 3; second++) {
            tick(Duration.ofSeconds(1));
        }

        assertThat(owner.grantedWatts()).isEqualTo(32 * VOLTS);
    }

    @Test
    void aVehicleThatLeavesEarlyTakesWhatItHas() {
        String id = charge("k", new ChargeOrder("v", 20_000.0, START.plus(Duration.ofHours(1)), 5_000.0));

        for (int minute = 0; minute < 90; minute++) {
            tick(Duration.ofMinutes(1));
        }

        assertThat(owner.session(id)).isInstanceOfSatisfying(Session.Ended.class, ended -> {
            assertThat(ended.because()).isEqualTo(EndReason.DEPARTED);
            assertThat(ended.deliveredWattHours()).isBetween(4_900.0, 5_100.0);
            assertThat(ended.history().getLast().at()).isEqualTo(START.plus(Duration.ofHours(1)));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aDayOfTrafficNeverExceedsTheLimitAndEnergyNeverRunsBackwards(long seed) {
        var random = new Random(seed);
        double delivered = 0;
        for (int step = 0; step < 600; step++) {
            Duration time = Duration.ofSeconds(random.nextInt(240));
            tick(time);
            if (random.nextBoolean() && owner.ledger().activeSessions() < CONNECTORS) {
                charge("k" + step, new ChargeOrder("v", null, null, 2_000.0 + random.nextInt(8_000)));
            }
            double told = 0;
            for (double amps : toldAmps) {
                told += amps * VOLTS;
            }
            assertThat(told).isLessThanOrEqualTo(LIMIT_WATTS + 1e-6);
            assertThat(owner.deliveredWattHours()).isGreaterThanOrEqualTo(delivered);
            assertThat(owner.deliveredWattHours() - delivered).isLessThanOrEqualTo(LIMIT_WATTS * 240 / 3600 + 1);
            delivered = owner.deliveredWattHours();
        }
        assertThat(delivered).isPositive();
    }

    private SubstationOwner owner() {
        var orders =
                new OrderSettings(Duration.ofMinutes(10), Duration.ZERO, Duration.ofSeconds(2), 0.5, 0, Duration.ZERO);
        var settings = new OwnerSettings(
                "north",
                new LedgerLimits(0, Duration.ofSeconds(3), 1_000, Duration.ofMinutes(15), 1_000),
                SessionDefaults.STANDARD,
                new AllocatorSettings(Duration.ofMinutes(5), Duration.ZERO, orders),
                false,
                new OwnerSettings.Times(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(100),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(1)),
                100);
        var made = new SubstationOwner(settings, "north-1", network, new EqualShare());
        made.takeOver(new Moment(START, START, START));
        return made;
    }

    private String charge(String key, ChargeOrder order) {
        long reserve = ++asks;
        rounds(List.of(new Input.Reserve(reserve, new Attempt(key, "first"), true, order)));
        String id =
                ((Reply.Reserved) requireNonNull(replies.get(reserve))).terms().id();
        long confirm = ++asks;
        rounds(List.of(new Input.Confirm(confirm, id)));
        assertThat(replies.get(confirm)).isInstanceOf(Reply.Charging.class);
        return id;
    }

    private void stop(String id) {
        rounds(List.of(new Input.Stop(++asks, id)));
    }

    private void pass(Duration time) {
        now = new Moment(
                now.wall().plus(time), now.steady().plus(time), now.simulated().plus(time));
    }

    private void tick(Duration time) {
        pass(time);
        List<Input> inputs = readings();
        inputs.add(new Input.Tick());
        rounds(inputs);
    }

    private void rounds(List<Input> first) {
        List<Input> next = new ArrayList<>(first);
        next.add(new Input.Master(new Mastery.Holding(1, Instant.MAX)));
        while (!next.isEmpty()) {
            Decisions decisions = owner.round(next, now);
            next = new ArrayList<>();
            List<Input> heard = next;
            decisions.batch().ifPresent(batch -> heard.add(new Input.Stored(batch.number())));
            decisions.answers().forEach(answer -> replies.put(answer.ask(), answer.reply()));
            decisions.changed().forEach(this::plug);
            if (!decisions.orders().isEmpty()) {
                next.addAll(readings());
            }
            for (Order order : decisions.orders()) {
                assertThat(plant.obey(order)).isTrue();
                toldAmps[order.connector()] = order.amps();
                next.add(new Input.OrderConfirmed(order.connector(), order.number()));
            }
        }
    }

    private void plug(String id) {
        Session session = owner.session(id);
        if (session instanceof Session.Connected connected && !plugged.containsValue(id)) {
            int connector = position(connected);
            plant.plug(connector, connected.terms().request(), connected.deliveredWattHours());
            plugged.put(connector, id);
        } else if (session instanceof Session.Ended ended && plugged.remove(position(ended), id)) {
            plant.unplug(position(ended));
        }
    }

    private int position(Session session) {
        return network.connector(session.terms().connector()).orElseThrow();
    }

    private List<Input> readings() {
        List<Input> readings = new ArrayList<>();
        for (VirtualPlant.Reading reading : plant.advance(now.simulated())) {
            readings.add(new Input.Metered(reading.connector(), reading.wattHours(), reading.amps()));
        }
        return readings;
    }
}
