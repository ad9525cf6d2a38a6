package io.causalgrid.grid.core.ledger;

import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.SessionState;
import io.causalgrid.grid.core.session.SessionTerms;
import java.time.Instant;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger's events come to. {@link #apply} depends on nothing but the book and the event, neither clock nor chance,
 * and is the only thing that changes a book. Confined to one thread.
 */
final class LedgerBook {
    /** An open session and the attempt it belongs to. */
    record Held(ChargeKey key, Session.Open session) {}

    private final LedgerLimits limits;
    final KeyMemory keys;
    private final BitSet takenConnectors = new BitSet();
    /** Those that hold a connector, in the order in which they got it. */
    final Map<String, Held> active = new LinkedHashMap<>();
    /** Those that wait for one, the head of the queue first. */
    final Map<String, Held> queue = new LinkedHashMap<>();

    final Map<String, Session.Ended> ended = new LinkedHashMap<>();
    private long version;
    private long numbered;
    private long committedWatts;

    LedgerBook(LedgerLimits limits) {
        this.limits = limits;
        this.keys = new KeyMemory(limits.keysMax(), limits.keyAge());
    }

    /**
     * Applies a change.
     *
     * @throws IllegalStateException if it is not one that could have happened in this book, which is then of no more use
     */
    void apply(LedgerEvent event) {
        keys.forgetOld(event.at().wall());
        Instant now = event.at().simulated();
        switch (event) {
            case LedgerEvent.Started started -> {
                begin(started.key(), Session.start(started.terms(), now));
                SessionTerms terms = started.terms();
                answer(started.key(), started.order(), new Admission.Accepted(terms, active.size(), version));
            }
            case LedgerEvent.Reserved reserved -> {
                begin(reserved.key(), Session.reserve(reserved.terms(), now, reserved.until()));
                answer(reserved.key(), reserved.order(), new Admission.Reserved(reserved.terms(), reserved.until()));
            }
            case LedgerEvent.Queued queued -> {
                numbered++;
                queue.put(queued.terms().id(), new Held(queued.key(), Session.queue(queued.terms(), now)));
                answer(queued.key(), queued.order(), new Admission.Queued(queued.terms(), queue.size()));
            }
            case LedgerEvent.Confirmed(Moment _, String id) -> {
                Held held = replace(id, Session.Reserved.class, reserved -> reserved.confirm(now));
                keys.answeredAnew(held.key().key(), accepted(held.session().terms()));
            }
            case LedgerEvent.Promoted(Moment _, SessionTerms terms) -> promote(terms, now);
            case LedgerEvent.Claimed(Moment at, ChargeKey key) -> claim(key, at);
            case LedgerEvent.Released(Moment at, ChargeKey key) -> release(key, at);
            case LedgerEvent.Delivered(Moment _, Map<String, Double> wattHours) ->
                wattHours.forEach(
                        (id, energy) -> replace(id, Session.Charging.class, charging -> charging.deliver(energy)));
            case LedgerEvent.Suspended(Moment _, String id) ->
                replace(id, Session.Charging.class, charging -> charging.suspend(now));
            case LedgerEvent.Resumed(Moment _, String id) ->
                replace(id, Session.Suspended.class, suspended -> suspended.resume(now));
            case LedgerEvent.Ended(Moment at, String id, SessionState state) -> {
                Held held = open(id);
                end(held, ended(held.session(), state, now));
                keys.ended(held.key().key(), at.wall());
            }
        }
    }

    int freeConnector() {
        int connector = takenConnectors.nextClearBit(1);
        return connector > limits.connectors() ? 0 : connector;
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

    /** All there is, for comparing. */
    List<Object> contents() {
        return List.of(
                List.copyOf(active.entrySet()),
                List.copyOf(queue.entrySet()),
                List.copyOf(ended.entrySet()),
                List.of(version, numbered, committedWatts, takenConnectors.clone()),
                keys.contents());
    }

    private void begin(ChargeKey key, Session.Open session) {
        takeConnector(session.terms());
        numbered++;
        active.put(session.terms().id(), new Held(key, session));
    }

    private void takeConnector(SessionTerms terms) {
        if (terms.connector() < 1 || takenConnectors.get(terms.connector())) {
            throw new IllegalStateException("connector " + terms.connector() + " is not free for " + terms.id());
        }
        takenConnectors.set(terms.connector());
        committedWatts += terms.commitmentWatts();
        version++;
    }

    private void promote(SessionTerms terms, Instant now) {
        Held held = queue.get(terms.id());
        if (held == null || !(held.session() instanceof Session.Queued queued)) {
            throw new IllegalStateException(terms.id() + " does not wait");
        }
        takeConnector(terms);
        queue.remove(terms.id());
        active.put(terms.id(), new Held(held.key(), queued.start(terms, now)));
        keys.answeredAnew(held.key().key(), accepted(terms));
    }

    private void claim(ChargeKey key, Moment at) {
        KeyMemory.Answered answered = keys.answer(key.key(), at.wall());
        String id = answered == null ? "" : answered.answer().terms().id();
        active.computeIfPresent(id, (_, held) -> new Held(key, held.session()));
        queue.computeIfPresent(id, (_, held) -> new Held(key, held.session()));
    }

    private void release(ChargeKey key, Moment at) {
        Held held = ofAttempt(key, at.wall());
        if (held != null) {
            end(held, held.session().cancel(at.simulated()));
            keys.undone(key.key());
        }
        keys.released(key, at.wall());
    }

    /** The open session that belongs to an attempt. */
    @Nullable
    Held ofAttempt(ChargeKey key, Instant now) {
        KeyMemory.Answered answered = keys.answer(key.key(), now);
        Held held = answered == null ? null : find(answered.answer().terms().id());
        return held != null && key.covers(held.key()) ? held : null;
    }

    private void end(Held held, Session.Ended session) {
        String id = session.terms().id();
        if (active.remove(id) != null) {
            takenConnectors.clear(session.terms().connector());
            committedWatts -= held.session().terms().commitmentWatts();
            version++;
        } else {
            queue.remove(id);
        }
        ended.put(id, session);
        if (ended.size() > limits.endedMax()) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    private static Session.Ended ended(Session.Open session, SessionState state, Instant at) {
        return switch (state) {
            case CANCELLED -> session.cancel(at);
            case EXPIRED -> session.expire(at);
            case COMPLETED -> connected(session).complete(at);
            case FAULTED -> connected(session).fault(at);
            case RESERVED, QUEUED, CHARGING, SUSPENDED ->
                throw new IllegalStateException("nothing ends by being " + state.label());
        };
    }

    private static Session.Connected connected(Session.Open session) {
        if (session instanceof Session.Connected connected) {
            return connected;
        }
        throw new IllegalStateException(
                session.terms().id() + " is only " + session.state().label());
    }

    private <S extends Session.Open> Held replace(String id, Class<S> expected, Function<S, Session.Open> change) {
        Held held = open(id);
        if (!expected.isInstance(held.session())) {
            throw new IllegalStateException(id + " is " + held.session().state().label());
        }
        var changed = new Held(held.key(), change.apply(expected.cast(held.session())));
        active.put(id, changed);
        return changed;
    }

    private Held open(String id) {
        Held held = find(id);
        if (held == null) {
            throw new IllegalStateException("no open session " + id);
        }
        return held;
    }

    private Admission.Accepted accepted(SessionTerms terms) {
        return new Admission.Accepted(terms, active.size(), version);
    }

    private void answer(ChargeKey key, ChargeOrder order, Admission.Admitted answer) {
        keys.answered(key.key(), order, answer);
    }
}
