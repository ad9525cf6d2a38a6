package io.causalgrid.grid.core.ledger;

import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.EndReason;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.SessionTerms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger's events come to. {@link #apply} depends on nothing but the book and the event, neither clock nor chance,
 * and is the only thing that changes a book. Confined to one thread.
 */
final class LedgerBook {
    /** An open session, what was asked for, and the attempt that made it. */
    record Held(Attempt attempt, ChargeOrder order, Session.Open session) {}

    private final LedgerLimits limits;
    final KeyMemory keys;
    final Connectors connectors;
    /** Those that hold a connector, in the order in which they got it. */
    final Map<String, Held> active = new LinkedHashMap<>();
    /** Those that wait for one, the head of the queue first. */
    final Map<String, Held> queue = new LinkedHashMap<>();

    final Map<String, Session.Ended> ended = new LinkedHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private long version;
    private long numbered;
    private long committedWatts;
    private double deliveredWattHours;

    LedgerBook(List<String> connectors, LedgerLimits limits) {
        this.connectors = new Connectors(connectors);
        this.limits = limits;
        this.keys = new KeyMemory(limits.keysMax(), limits.keyAge());
    }

    /**
     * Applies a change.
     *
     * @throws IllegalStateException if it is not one that could have happened in this book, which is then of no more use
     */
    void apply(LedgerEvent event) {
        keys.forgetOld(event.at().steady());
        Instant now = event.at().simulated();
        switch (event) {
            case LedgerEvent.Reserved(Moment _, var attempt, var order, var terms, Instant until) -> {
                numbered++;
                hold(new Held(attempt, order, Session.reserve(terms, now, until)));
                version++;
            }
            case LedgerEvent.Queued(Moment _, var attempt, var order, var terms) -> {
                numbered++;
                enqueue(new Held(attempt, order, Session.queue(terms, now)));
            }
            case LedgerEvent.Confirmed(Moment _, String id) ->
                replace(id, Session.Reserved.class, reserved -> reserved.confirm(now));
            case LedgerEvent.Promoted(Moment _, SessionTerms terms) -> promote(terms, now);
            case LedgerEvent.Delivered(Moment _, Map<String, Double> wattHours) -> wattHours.forEach(this::deliver);
            case LedgerEvent.Suspended(Moment _, String id) ->
                replace(id, Session.Charging.class, charging -> charging.suspend(now));
            case LedgerEvent.Resumed(Moment _, String id) ->
                replace(id, Session.Suspended.class, suspended -> suspended.resume(now));
            case LedgerEvent.Ended(Moment at, String id, var because) -> {
                Held held = open(id);
                end(held, held.session().end(because, now), at.steady());
            }
            case LedgerEvent.Counted counted -> {
                version = counted.version();
                numbered = counted.numbered();
                deliveredWattHours = counted.deliveredWattHours();
            }
            case LedgerEvent.Standing standing -> stand(standing);
            case LedgerEvent.Remembered(Moment _, String key, var order, var session, Instant since) ->
                keys.remember(key, new KeyMemory.Past(order, session, since));
        }
    }

    long version() {
        return version;
    }

    long numbered() {
        return numbered;
    }

    long committedWatts() {
        return committedWatts;
    }

    double deliveredWattHours() {
        return deliveredWattHours;
    }

    @Nullable
    Session session(String id) {
        Held held = find(id);
        return held == null ? ended.get(id) : held.session();
    }

    @Nullable
    Held find(String id) {
        Held held = active.get(id);
        return held == null ? queue.get(id) : held;
    }

    /** The sessions whose state changed since this was asked last, in the order of their first change. */
    List<String> takeChanged() {
        List<String> taken = List.copyOf(changed);
        changed.clear();
        return taken;
    }

    /** The events that make this book again. */
    List<LedgerEvent> written(Moment at) {
        List<LedgerEvent> events = new ArrayList<>();
        events.add(new LedgerEvent.Counted(at, version, numbered, deliveredWattHours));
        for (Held held : active.values()) {
            events.add(new LedgerEvent.Standing(at, held.attempt(), held.order(), held.session()));
        }
        for (Held held : queue.values()) {
            events.add(new LedgerEvent.Standing(at, held.attempt(), held.order(), held.session()));
        }
        keys.past().forEach((key, past) -> {
            if (keys.past(key, at.steady()) != null) {
                events.add(new LedgerEvent.Remembered(at, key, past.order(), past.session(), past.since()));
            }
        });
        return events;
    }

    /** All there is, for comparing. */
    List<Object> contents() {
        return List.of(
                List.copyOf(active.entrySet()),
                List.copyOf(queue.entrySet()),
                List.copyOf(ended.entrySet()),
                List.of(version, numbered, committedWatts, deliveredWattHours, connectors.taken()),
                keys.contents());
    }

    private void stand(LedgerEvent.Standing standing) {
        switch (standing.session()) {
            case Session.Queued queued -> enqueue(new Held(standing.attempt(), standing.order(), queued));
            case Session.Open open -> hold(new Held(standing.attempt(), standing.order(), open));
            case Session.Ended ended ->
                throw new IllegalStateException(ended.terms().id() + " is over");
        }
    }

    private void hold(Held held) {
        takeConnector(held.session().terms());
        active.put(held.session().terms().id(), held);
        began(held);
    }

    private void enqueue(Held held) {
        queue.put(held.session().terms().id(), held);
        began(held);
    }

    private void began(Held held) {
        String id = held.session().terms().id();
        keys.began(held.attempt().key(), held.order(), id);
        changed.add(id);
    }

    private void takeConnector(SessionTerms terms) {
        if (!terms.hasConnector()) {
            throw new IllegalStateException(terms.id() + " has no connector");
        }
        connectors.take(terms.connector(), terms.id());
        committedWatts += terms.commitmentWatts();
    }

    private void promote(SessionTerms terms, Instant now) {
        Held held = queue.get(terms.id());
        if (held == null || !(held.session() instanceof Session.Queued queued)) {
            throw new IllegalStateException(terms.id() + " does not wait");
        }
        takeConnector(terms);
        version++;
        queue.remove(terms.id());
        active.put(terms.id(), new Held(held.attempt(), held.order(), queued.start(terms, now)));
        changed.add(terms.id());
    }

    private void deliver(String id, double wattHours) {
        Held held = open(id);
        if (!(held.session() instanceof Session.Charging charging)) {
            throw new IllegalStateException(id + " is " + held.session().state().label());
        }
        Session.Charging after = charging.deliver(wattHours);
        deliveredWattHours += after.deliveredWattHours() - charging.deliveredWattHours();
        active.put(id, new Held(held.attempt(), held.order(), after));
    }

    private void end(Held held, Session.Ended session, Instant now) {
        String id = session.terms().id();
        if (active.remove(id) != null) {
            connectors.release(session.terms().connector());
            committedWatts -= held.session().terms().commitmentWatts();
            version++;
        } else {
            queue.remove(id);
        }
        boolean counts = held.session() instanceof Session.Connected && session.because() != EndReason.TAKEN_BACK;
        if (counts) {
            keys.ended(held.attempt().key(), session, now);
        } else {
            keys.undone(held.attempt().key());
        }
        changed.add(id);
        ended.put(id, session);
        if (ended.size() > limits.endedMax()) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    private <S extends Session.Open> void replace(String id, Class<S> expected, Function<S, Session.Open> change) {
        Held held = open(id);
        if (!expected.isInstance(held.session())) {
            throw new IllegalStateException(id + " is " + held.session().state().label());
        }
        active.put(id, new Held(held.attempt(), held.order(), change.apply(expected.cast(held.session()))));
        changed.add(id);
    }

    private Held open(String id) {
        Held held = find(id);
        if (held == null) {
            throw new IllegalStateException("no open session " + id);
        }
        return held;
    }
}
