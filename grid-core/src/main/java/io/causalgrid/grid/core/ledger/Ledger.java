package io.causalgrid.grid.core.ledger;

import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.ChargeRequest;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.SessionState;
import io.causalgrid.grid.core.session.SessionTerms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one substation. Invariants: at most one session a connector; one session a key; nobody in the queue is
 * overtaken; the version grows by one with each session that gets a connector or frees one, and a count taken at a version
 * includes exactly the changes up to it.
 *
 * <p>Each change is decided here, written down as one {@link LedgerEvent}, handed to the journal, and then applied; the
 * same events make the same ledger. Confined to one thread, which the caller chooses.
 */
public final class Ledger {
    private final String idPrefix;
    private final LedgerLimits limits;
    private final LedgerJournal journal;
    private final LedgerBook book;

    /**
     * An empty one.
     *
     * @param idPrefix begins each session's id; must differ between substations, and between restarts that do not carry
     *     on with the same events
     */
    public Ledger(String idPrefix, LedgerLimits limits, LedgerJournal journal) {
        this.idPrefix = idPrefix;
        this.limits = limits;
        this.journal = journal;
        this.book = new LedgerBook(limits);
    }

    /**
     * Applies an event of a ledger with the same limits, as read from where its journal put it; it is not put there again.
     *
     * @throws IllegalStateException if it could not have happened here, so that the events are incomplete or out of order
     */
    public void replay(LedgerEvent event) {
        book.apply(event);
    }

    /**
     * Starts a session for the order, or has it wait, or says why not. The same key with the same order gives the first
     * answer again (of one that waits, its present position), and its session then belongs to the new attempt: releasing
     * an earlier one no longer touches it. A reservation is confirmed.
     *
     * @throws IllegalArgumentException if the order's values are outside the bounds of {@link ChargeRequest}
     */
    public Admission admit(ChargeKey key, ChargeOrder order, Moment now) {
        Admission known = known(key, order, now);
        if (known instanceof Admission.Reserved) {
            return confirm(key, now).<Admission>map(accepted -> accepted).orElse(known);
        }
        if (known != null) {
            return known;
        }
        int connector = connectorForNewcomer();
        ChargeRequest request = order.from(now.simulated(), order.stayFrom(now.wall()));
        SessionTerms waiting = SessionTerms.waiting(nextId(), request, now.simulated());
        if (connector > 0) {
            record(new LedgerEvent.Started(now, key, order, waiting.atConnector(connector, now.simulated())));
        } else if (book.queue.size() < limits.queueMax()) {
            record(new LedgerEvent.Queued(now, key, order, waiting));
        } else {
            return new Admission.NoConnector(limits.connectors());
        }
        return answer(key, now);
    }

    /**
     * Keeps a connector for the order until it is {@linkplain #confirm confirmed}, for as long as the limits say; or says
     * why not. Nobody is kept waiting: without a free connector the answer is no.
     *
     * @throws IllegalArgumentException if the order's values are outside the bounds of {@link ChargeRequest}
     */
    public Admission reserve(ChargeKey key, ChargeOrder order, Moment now) {
        Admission known = known(key, order, now);
        if (known != null) {
            return known;
        }
        int connector = connectorForNewcomer();
        if (connector == 0) {
            return new Admission.NoConnector(limits.connectors());
        }
        ChargeRequest request = order.from(now.simulated(), order.stayFrom(now.wall()));
        SessionTerms terms =
                SessionTerms.waiting(nextId(), request, now.simulated()).atConnector(connector, now.simulated());
        record(new LedgerEvent.Reserved(now, key, order, terms, now.wall().plus(limits.reservationAge())));
        return answer(key, now);
    }

    /** Has the key's reservation charge. Empty if there is none (any more); again is harmless. */
    public Optional<Admission.Accepted> confirm(ChargeKey key, Moment now) {
        LedgerBook.Held held = book.ofAttempt(new ChargeKey(key.key(), ChargeKey.ANY_ATTEMPT), now.wall());
        if (held != null && held.session() instanceof Session.Reserved reserved) {
            if (!now.wall().isBefore(reserved.until())) {
                end(reserved, SessionState.EXPIRED, now);
            } else {
                record(new LedgerEvent.Confirmed(now, reserved.terms().id()));
            }
        }
        return claim(key, now)
                .filter(_ -> held != null)
                .filter(Admission.Accepted.class::isInstance)
                .map(Admission.Accepted.class::cast);
    }

    /** What the key was answered, if that is still remembered; its session then belongs to this attempt. */
    public Optional<Admission.Admitted> claim(ChargeKey key, Moment now) {
        KeyMemory.Answered answered = book.keys.answer(key.key(), now.wall());
        if (answered == null) {
            return Optional.empty();
        }
        LedgerBook.Held held = book.find(answered.answer().terms().id());
        if (held != null && !held.key().equals(key)) {
            record(new LedgerEvent.Claimed(now, key));
        }
        return Optional.of(present(answered.answer()));
    }

    /**
     * Undoes an attempt: the session that belongs to it, if any, is cancelled, and it can start none later. The key is
     * free for other attempts. Again is harmless.
     *
     * @return the session that this call ended
     */
    public Optional<Session.Ended> release(ChargeKey key, Moment now) {
        LedgerBook.Held held = book.ofAttempt(key, now.wall());
        record(new LedgerEvent.Released(now, key));
        return Optional.ofNullable(held).map(released -> {
            String id = released.session().terms().id();
            return book.session(id) instanceof Session.Ended ended
                    ? ended
                    : released.session().cancel(now.simulated());
        });
    }

    /**
     * Records the energy that a step has delivered to charging sessions, by their ids.
     *
     * @throws IllegalArgumentException if an energy is negative or a session does not charge
     */
    public void deliver(Map<String, Double> wattHours, Moment now) {
        wattHours.forEach((id, energy) -> {
            if (!(energy >= 0 && book.session(id) instanceof Session.Charging)) {
                throw new IllegalArgumentException(energy + " Wh for the session " + id);
            }
        });
        if (!wattHours.isEmpty()) {
            record(new LedgerEvent.Delivered(now, wattHours));
        }
    }

    /**
     * Pauses a charging session.
     *
     * @throws IllegalArgumentException if that is not the state it is in
     */
    public void suspend(Session.Charging session, Moment now) {
        requirePresent(session);
        record(new LedgerEvent.Suspended(now, session.terms().id()));
    }

    /**
     * Has a suspended session charge again.
     *
     * @throws IllegalArgumentException if that is not the state it is in
     */
    public void resume(Session.Suspended session, Moment now) {
        requirePresent(session);
        record(new LedgerEvent.Resumed(now, session.terms().id()));
    }

    /**
     * Ends an open session and frees its connector.
     *
     * @param state one in which it can end; completed or faulted only if it has a vehicle
     * @param at its simulated time is when the session ended
     * @throws IllegalArgumentException if that is not the state it is in, or not one it can end in
     */
    public Session.Ended end(Session.Open session, SessionState state, Moment at) {
        requirePresent(session);
        boolean needsVehicle = state == SessionState.COMPLETED || state == SessionState.FAULTED;
        boolean isEnd = needsVehicle || state == SessionState.CANCELLED || state == SessionState.EXPIRED;
        if (!isEnd || (needsVehicle && !(session instanceof Session.Connected))) {
            throw new IllegalArgumentException(
                    session.terms().id() + " is " + session.state().label() + " and cannot be " + state.label());
        }
        String id = session.terms().id();
        record(new LedgerEvent.Ended(at, id, state));
        if (book.session(id) instanceof Session.Ended ended) {
            return ended;
        }
        throw new IllegalStateException(id + " did not end");
    }

    /** Ends reservations that were not confirmed in time, and sessions in the queue whose vehicles have left. */
    public List<Session.Ended> expire(Moment now) {
        List<Session.Open> over = new ArrayList<>();
        for (LedgerBook.Held held : book.active.values()) {
            if (held.session() instanceof Session.Reserved reserved
                    && !now.wall().isBefore(reserved.until())) {
                over.add(reserved);
            }
        }
        for (LedgerBook.Held held : book.queue.values()) {
            if (!now.simulated().isBefore(held.session().terms().request().departBy())) {
                over.add(held.session());
            }
        }
        return over.stream()
                .map(session -> end(session, SessionState.EXPIRED, now))
                .toList();
    }

    /** Gives free connectors to those who wait, the head of the queue first. */
    public List<Session.Charging> promote(Moment now) {
        List<Session.Charging> promoted = new ArrayList<>();
        int connector = book.freeConnector();
        while (connector > 0 && !book.queue.isEmpty()) {
            SessionTerms waiting =
                    book.queue.values().iterator().next().session().terms();
            record(new LedgerEvent.Promoted(now, waiting.atConnector(connector, now.simulated())));
            if (book.session(waiting.id()) instanceof Session.Charging charging) {
                promoted.add(charging);
            }
            connector = book.freeConnector();
        }
        return promoted;
    }

    public @Nullable Session session(String id) {
        return book.session(id);
    }

    /** Where a session is in the queue, from 1; 0 if it does not wait. */
    public int position(String id) {
        int position = 0;
        for (String waiting : book.queue.keySet()) {
            position++;
            if (waiting.equals(id)) {
                return position;
            }
        }
        return 0;
    }

    /** The sessions that hold a connector, in the order in which they got it, copied. */
    public Collection<Session.Open> active() {
        return book.active.values().stream().map(LedgerBook.Held::session).toList();
    }

    /** The charging ones of these. */
    public Collection<Session.Charging> charging() {
        return active().stream()
                .filter(Session.Charging.class::isInstance)
                .map(Session.Charging.class::cast)
                .toList();
    }

    /** The sessions that wait, the head of the queue first, copied. */
    public Collection<Session.Open> queued() {
        return book.queue.values().stream().map(LedgerBook.Held::session).toList();
    }

    /** The ended sessions still remembered, oldest first; a view that changes with the ledger. */
    public Collection<Session.Ended> ended() {
        return Collections.unmodifiableCollection(book.ended.values());
    }

    /** How many sessions hold a connector. */
    public int activeSessions() {
        return book.active.size();
    }

    public long version() {
        return book.version();
    }

    public long committedWatts() {
        return book.committedWatts();
    }

    /** All there is, for comparing one ledger with another. */
    List<Object> contents() {
        return book.contents();
    }

    /** What there is to say before anything new is done; null if nothing. */
    private @Nullable Admission known(ChargeKey key, ChargeOrder order, Moment now) {
        if (book.keys.isReleased(key, now.wall())) {
            return new Admission.AttemptReleased();
        }
        KeyMemory.Answered before = book.keys.answer(key.key(), now.wall());
        if (before == null) {
            return null;
        }
        if (!before.order().equals(order)) {
            return new Admission.KeyReused();
        }
        return answer(key, now);
    }

    private Admission answer(ChargeKey key, Moment now) {
        return claim(key, now).orElseThrow(() -> new IllegalStateException("no answer to " + key.key()));
    }

    private Admission.Admitted present(Admission.Admitted answer) {
        if (answer instanceof Admission.Queued(SessionTerms terms, int _) && position(terms.id()) > 0) {
            return new Admission.Queued(terms, position(terms.id()));
        }
        return answer;
    }

    private void requirePresent(Session.Open session) {
        Session present = book.session(session.terms().id());
        if (present == null || present.state() != session.state()) {
            throw new IllegalArgumentException(
                    session.terms().id() + " is not " + session.state().label() + " any more");
        }
    }

    /** A free connector; none while others wait for one. */
    private int connectorForNewcomer() {
        return book.queue.isEmpty() ? book.freeConnector() : 0;
    }

    private String nextId() {
        return "%s-%08d".formatted(idPrefix, book.numbered() + 1);
    }

    private void record(LedgerEvent event) {
        journal.append(event);
        book.apply(event);
    }
}
