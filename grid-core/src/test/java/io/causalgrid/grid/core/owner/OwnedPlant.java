package io.causalgrid.grid.core.owner;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.grid.core.allocation.AllocatorSettings;
import io.causalgrid.grid.core.allocation.EqualShare;
import io.causalgrid.grid.core.allocation.OrderSettings;
import io.causalgrid.grid.core.ledger.Attempt;
import io.causalgrid.grid.core.ledger.LedgerLimits;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.plant.Order;
import io.causalgrid.grid.core.plant.PlantEvent;
import io.causalgrid.grid.core.plant.VirtualPlant;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.SessionDefaults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An owner with virtual charge points, and a journal that takes everything at once. */
final class OwnedPlant {
    private final VirtualPlant plant;
    private final SubstationOwner owner;
    private final double[] toldAmps;
    private final Map<Integer, String> begun = new HashMap<>();
    private final Map<Long, Reply> replies = new HashMap<>();
    private Moment now;
    private long asks;
    private boolean hearsMeters = true;

    OwnedPlant(Network network, OrderSettings orders, VirtualPlant plant, Instant start) {
        this.plant = plant;
        this.toldAmps = new double[network.connectors().size()];
        this.now = new Moment(start, start, start);
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
        owner = new SubstationOwner(settings, "north-1", network, new EqualShare());
        owner.takeOver(now);
    }

    /** A bug to be found: the owner does not hear what is drawn. */
    void forgetMeters() {
        hearsMeters = false;
    }

    SubstationOwner owner() {
        return owner;
    }

    /** What each connector was told last. */
    double[] toldAmps() {
        return toldAmps;
    }

    /** A session that charges. */
    String charge(String key, ChargeOrder order) {
        long reserve = ++asks;
        rounds(List.of(new Input.Reserve(reserve, new Attempt(key, "first"), true, order)));
        String id =
                ((Reply.Reserved) requireNonNull(replies.get(reserve))).terms().id();
        long confirm = ++asks;
        rounds(List.of(new Input.Confirm(confirm, id)));
        assertThat(replies.get(confirm)).isInstanceOf(Reply.Charging.class);
        return id;
    }

    void stop(String id) {
        rounds(List.of(new Input.Stop(++asks, id)));
    }

    /** Time passes, and the owner does nothing. */
    void pass(Duration time) {
        now = new Moment(
                now.wall().plus(time), now.steady().plus(time), now.simulated().plus(time));
    }

    /** Time passes, and then the owner looks again. */
    void tick(Duration time) {
        pass(time);
        List<Input> inputs = heard();
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
            decisions.changed().forEach(this::show);
            if (!decisions.orders().isEmpty()) {
                next.addAll(heard());
            }
            for (Order order : decisions.orders()) {
                plant.send(order);
                toldAmps[order.connector()] = order.amps();
            }
            next.addAll(heard());
        }
    }

    private void show(String id) {
        Session session = owner.session(id);
        if (session instanceof Session.Connected connected && !begun.containsValue(id)) {
            int connector = owner.connector(connected);
            plant.begin(connector, connected.terms().request(), connected.deliveredWattHours());
            begun.put(connector, id);
        } else if (session instanceof Session.Ended ended && begun.remove(owner.connector(ended), id)) {
            plant.end(owner.connector(ended));
        }
    }

    private List<Input> heard() {
        List<Input> heard = new ArrayList<>();
        for (PlantEvent event : plant.hear(now.simulated())) {
            if (hearsMeters || !(event instanceof PlantEvent.Metered)) {
                heard.add(Input.of(event));
            }
        }
        return heard;
    }
}
