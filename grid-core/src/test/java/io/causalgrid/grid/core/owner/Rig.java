package io.causalgrid.grid.core.owner;

import io.causalgrid.grid.core.allocation.AllocatorSettings;
import io.causalgrid.grid.core.allocation.EqualShare;
import io.causalgrid.grid.core.allocation.OrderSettings;
import io.causalgrid.grid.core.feeder.FeederRow;
import io.causalgrid.grid.core.ledger.Attempt;
import io.causalgrid.grid.core.ledger.LedgerLimits;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Currents;
import io.causalgrid.grid.core.network.LimitProfile;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.network.Phases;
import io.causalgrid.grid.core.plant.Order;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.SessionDefaults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An owner whose world is in the test's hands: nothing happens by itself. */
final class Rig {
    static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    static final Duration RESERVED = Duration.ofSeconds(3);
    static final Duration PATIENCE = Duration.ofSeconds(2);
    static final Duration SKEW = Duration.ofSeconds(1);
    static final ChargeOrder ORDER = new ChargeOrder("7", null, null, null);

    final SubstationOwner owner;
    final Map<Long, Reply> replies = new HashMap<>();
    final List<Batch> batches = new ArrayList<>();
    final List<Order> orders = new ArrayList<>();
    final List<String> shown = new ArrayList<>();
    final List<FeederRow> rows = new ArrayList<>();
    private final List<Decisions.LookUp> lookUps = new ArrayList<>();
    private long asks;
    Moment now = new Moment(NOW, NOW, NOW);

    Rig(boolean keysAreShared) {
        this(keysAreShared, List.of());
    }

    /** One that takes over what another has left. */
    Rig(boolean keysAreShared, List<OwnerEvent> left) {
        this(keysAreShared, left, network("1", "2", "3"));
    }

    /** One with a network of its own. */
    Rig(boolean keysAreShared, List<OwnerEvent> left, Network network) {
        this(keysAreShared, left, network, Optional.empty());
    }

    /** One that shares a limit with others. */
    Rig(boolean keysAreShared, List<OwnerEvent> left, Network network, Optional<SharedLimit> shared) {
        var settings = new OwnerSettings(
                "north",
                new LedgerLimits(0, RESERVED, 100, Duration.ofMinutes(15), 100),
                SessionDefaults.STANDARD,
                new AllocatorSettings(
                        Duration.ofMinutes(5),
                        Duration.ZERO,
                        new OrderSettings(Duration.ofMinutes(1), SKEW, Duration.ofSeconds(10), 0.5, 0, Duration.ZERO)),
                keysAreShared,
                new OwnerSettings.Times(
                        PATIENCE, Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMinutes(1), SKEW),
                100);
        owner = new SubstationOwner(settings, "north-1", network, new EqualShare(), shared);
        left.forEach(owner::replay);
        owner.takeOver(now);
        round(new Input.Master(holding()));
        stored();
        while (isReading()) { // what was taken over is verified
            read();
            stored();
        }
        stored(); // of what that has led to
    }

    /** A bus of 32 A with connectors of these ids. */
    static Network network(String... ids) {
        List<Connector> connectors = Arrays.stream(ids)
                .map(id -> new Connector(id, Phases.A, 230, new Currents.Continuous(6, 32)))
                .toList();
        return Network.singleBus(connectors, LimitProfile.constant(32 * 230));
    }

    Mastery holding() {
        return new Mastery.Holding(1, NOW.plus(Duration.ofDays(1)));
    }

    long reserve(String key, String attempt) {
        return reserve(key, attempt, false, ORDER);
    }

    long reserve(String key, String attempt, boolean keyIsNew, ChargeOrder order) {
        long ask = ++asks;
        round(new Input.Reserve(ask, new Attempt(key, attempt), keyIsNew, order));
        return ask;
    }

    long confirm(String sessionId) {
        long ask = ++asks;
        round(new Input.Confirm(ask, sessionId));
        return ask;
    }

    long stop(String sessionId) {
        long ask = ++asks;
        round(new Input.Stop(ask, sessionId));
        return ask;
    }

    /** The journal has what it was given last. */
    void stored() {
        round(new Input.Stored(batches.getLast().number()));
    }

    void notStored() {
        round(new Input.NotStored(batches.getLast().number()));
    }

    /** The keys that are to be looked up have been read, and others say this of each. */
    void read(KeyFinding... findings) {
        Decisions.LookUp lookUp = lookUps.removeFirst();
        Map<String, List<KeyFinding>> found = new HashMap<>();
        lookUp.keys().forEach(key -> found.put(key, List.of(findings)));
        round(new Input.KeysRead(lookUp.number(), found));
    }

    boolean isReading() {
        return !lookUps.isEmpty();
    }

    void pass(Duration time) {
        now = new Moment(
                now.wall().plus(time), now.steady().plus(time), now.simulated().plus(time));
        round(new Input.Tick());
    }

    /** A session that charges, with all in the journal, made with nobody else about. */
    String charging(String key) {
        long reserved = reserve(key, "first", true, ORDER);
        stored();
        if (isReading()) {
            read();
        }
        String id = ((Reply.Reserved) reply(reserved)).terms().id();
        confirm(id);
        stored();
        return id;
    }

    Reply reply(long ask) {
        return Optional.ofNullable(replies.get(ask))
                .orElseThrow(() -> new AssertionError("no answer to " + ask + " among " + replies));
    }

    @Nullable
    Reply replyIfAny(long ask) {
        return replies.get(ask);
    }

    /** What the journal has, as a successor would read it. */
    List<OwnerEvent> left() {
        List<OwnerEvent> events = new ArrayList<>();
        for (Batch batch : batches) {
            if (batch.isBook()) {
                events.clear();
            }
            events.addAll(batch.events());
        }
        return events;
    }

    void round(Input input) {
        Decisions decisions = owner.round(List.of(input), now);
        decisions.batch().ifPresent(batches::add);
        decisions.lookUp().ifPresent(lookUps::add);
        decisions.answers().forEach(answer -> replies.put(answer.ask(), answer.reply()));
        shown.addAll(decisions.changed());
        decisions.feederRow().ifPresent(rows::add);
        orders.addAll(decisions.orders());
        for (Order order : decisions.orders()) {
            round(new Input.OrderConfirmed(order.connector(), order.number()));
        }
    }
}
