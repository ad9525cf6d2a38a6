package io.causalgrid.grid.core.ledger;

import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.ChargeRequest;
import io.causalgrid.grid.core.session.EndReason;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.SessionDefaults;
import io.causalgrid.grid.core.session.SessionTerms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one substation. Invariants: at most one session a connector; one session a key; nobody in the queue is
 * overtaken; the version grows by one with each session that gets a connector or frees one, and a count taken at a version
 * includes exactly the changes up to it.
 *
 * <p>A session is made in two steps: a reservation, which ends by itself, and its confirmation. A reservation's session id
 * is never given again, and it alone is what a confirmation names; so a message that comes late finds nothing to change.
 *
 * <p>Each change is decided here, written down as one {@link LedgerEvent}, handed to the journal, and then applied; the
 * same events make the same ledger. Confined to one thread, which the caller chooses.
 */
public final class Ledger {
    private final String idPrefix;
    private final SessionDefaults defaults;
    private final LedgerLimits limits;
    private final LedgerJournal journal;
    private final LedgerBook book;

    /**
     * An empty one.
     *
     * @param idPrefix begins each session's id; must differ between substations, and be greater than those of earlier
     *     owners of one, as texts are
     */
    public Ledger(String idPrefix, Offer offer, LedgerLimits limits, LedgerJournal journal) {
        this.idPrefix = idPrefix;
        this.limits = limits;
        this.journal = journal;
        this.defaults = offer.defaults();
        this.book = new LedgerBook(offer.connectors(), limits);
    }

    /**
     * Applies an event of a ledger with the same limits, as read from where its journal put it; it is not put there again.
     *
     * @throws IllegalStateException if it could not have happened here, so that the events are incomplete or out of order
     */
    public void replay(LedgerEvent event) {
        book.apply(event);
        book.takeChanged();
        book.keys.takeForgotten();
    }

    /** From now on only these connectors are given out, by their ids; who has another keeps it. */
    public void offerOnly(Predicate<String> connectors) {
        book.connectors.offerOnly(connectors);
    }

    /** The events that make this ledger, but for what can still be looked at of ended sessions without a key. */
    public List<LedgerEvent> written(Moment now) {
        return book.written(now);
    }

    /**
     * Keeps a connector for the order until it is {@linkplain #confirm confirmed}, for as long as the limits say; or has it
     * wait; or says why not. A key that has a confirmed session gets to know it, as it is now, and nothing changes.
     *
     * @throws IllegalArgumentException if the order's values are outside the bounds of {@link ChargeRequest}
     */
    public Admission reserve(Attempt attempt, ChargeOrder order, Moment now) {
        Admission known = known(attempt, order, now);
        if (known != null) {
            return known;
        }
        String connector = connectorForNewcomer();
        ChargeRequest request = order.from(now.simulated(), now.wall(), defaults);
        SessionTerms waiting = SessionTerms.waiting(nextId(), request, now.simulated());
        if (connector != null) {
            Instant until = now.steady().plus(limits.reservationAge());
            SessionTerms terms = waiting.atConnector(connector, now.simulated());
            record(new LedgerEvent.Reserved(now, attempt, order, terms, until));
            return new Admission.Reserved(terms, until, book.version());
        }
        if (book.queue.size() < limits.queueMax()) {
            record(new LedgerEvent.Queued(now, attempt, order, waiting));
            return new Admission.Queued(waiting, book.queue.size());
        }
        return new Admission.NoConnector(book.connectors.count());
    }

    /** What the key has here; empty if nothing, so that it may have something elsewhere. Nothing changes. */
    public Optional<Admission> find(Attempt attempt, ChargeOrder order, Moment now) {
        return Optional.ofNullable(known(attempt, order, now));
    }

    /** Has a reservation charge. Again is harmless, as long as the session lasts. */
    public Confirmation confirm(String sessionId, Moment now) {
        if (book.session(sessionId) instanceof Session.Reserved reserved) {
            if (!now.steady().isBefore(reserved.until())) {
                end(reserved, EndReason.NOT_CONFIRMED, now);
            } else {
                record(new LedgerEvent.Confirmed(now, sessionId));
            }
        }
        return book.session(sessionId) instanceof Session.Connected connected
                ? new Confirmation.Accepted(connected.terms(), book.active.size())
                : new Confirmation.Gone();
    }

    /** Gives back what exactly this attempt has reserved and not confirmed, or has waiting; all else stays. */
    public Optional<Session.Ended> giveBack(Attempt attempt, Moment now) {
        KeyMemory.Present present = book.keys.present(attempt.key());
        LedgerBook.Held held = present == null ? null : book.find(present.sessionId());
        return Optional.ofNullable(held)
                .filter(one -> one.attempt().equals(attempt))
                .filter(one -> !(one.session() instanceof Session.Connected))
                .map(one -> end(one.session(), EndReason.GIVEN_BACK, now));
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
     * @param at its simulated time is when the session ended
     * @throws IllegalArgumentException if that is not the state it is in, or it cannot end for that reason
     */
    public Session.Ended end(Session.Open session, EndReason because, Moment at) {
        requirePresent(session);
        Session.Ended ended = session.end(because, at.simulated());
        record(new LedgerEvent.Ended(at, session.terms().id(), because));
        return ended;
    }

    /** Ends reservations that were not confirmed in time, and waiting or paused sessions whose vehicles have left. */
    public List<Session.Ended> expire(Moment now) {
        List<Session.Open> notConfirmed = new ArrayList<>();
        List<Session.Open> departed = new ArrayList<>();
        for (LedgerBook.Held held : book.active.values()) {
            if (held.session() instanceof Session.Reserved reserved
                    && !now.steady().isBefore(reserved.until())) {
                notConfirmed.add(reserved);
            } else if (held.session() instanceof Session.Suspended suspended && hasLeft(suspended, now)) {
                departed.add(suspended);
            }
        }
        for (LedgerBook.Held held : book.queue.values()) {
            if (hasLeft(held.session(), now)) {
                departed.add(held.session());
            }
        }
        List<Session.Ended> ended = new ArrayList<>();
        notConfirmed.forEach(session -> ended.add(end(session, EndReason.NOT_CONFIRMED, now)));
        departed.forEach(session -> ended.add(end(session, EndReason.DEPARTED, now)));
        return ended;
    }

    /** Gives free connectors to those who wait, the head of the queue first. */
    public List<Session.Charging> promote(Moment now) {
        return promote(now, _ -> true);
    }

    /**
     * The same, up to the first one that is not ready.
     *
     * @param isReady whether a session, by its id, may charge already
     */
    public List<Session.Charging> promote(Moment now, Predicate<String> isReady) {
        List<Session.Charging> promoted = new ArrayList<>();
        String connector = book.connectors.free();
        while (connector != null && !book.queue.isEmpty()) {
            SessionTerms waiting =
                    book.queue.values().iterator().next().session().terms();
            if (!isReady.test(waiting.id())) {
                return promoted;
            }
            record(new LedgerEvent.Promoted(now, waiting.atConnector(connector, now.simulated())));
            if (book.session(waiting.id()) instanceof Session.Charging charging) {
                promoted.add(charging);
            }
            connector = book.connectors.free();
        }
        return promoted;
    }

    public @Nullable Session session(String id) {
        return book.session(id);
    }

    /** The attempt that made an open session, and what it asked for. */
    public Optional<Origin> origin(String id) {
        return Optional.ofNullable(book.find(id)).map(held -> new Origin(held.attempt(), held.order()));
    }

    /** Where a session comes from. */
    public record Origin(Attempt attempt, ChargeOrder order) {}

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
    public List<Session.Open> active() {
        return book.active.values().stream().map(LedgerBook.Held::session).toList();
    }

    /** The charging ones of these. */
    public List<Session.Charging> charging() {
        List<Session.Charging> charging = new ArrayList<>(book.active.size());
        for (LedgerBook.Held held : book.active.values()) {
            if (held.session() instanceof Session.Charging session) {
                charging.add(session);
            }
        }
        return charging;
    }

    /** The sessions that wait, the head of the queue first, copied. */
    public List<Session.Open> queued() {
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

    /** Over all sessions that there ever were; never decreases. */
    public double deliveredWattHours() {
        return book.deliveredWattHours();
    }

    /** The ids of the sessions that began, changed their state or ended since this was asked last, the earliest first. */
    public List<String> takeChanged() {
        return book.takeChanged();
    }

    /** The keys of ended sessions that were forgotten since this was asked last. */
    public List<String> takeForgottenKeys() {
        return book.keys.takeForgotten();
    }

    /** All there is, for comparing one ledger with another. */
    List<Object> contents() {
        return book.contents();
    }

    /** What there is to say before anything new is done; null if nothing. */
    private @Nullable Admission known(Attempt attempt, ChargeOrder order, Moment now) {
        KeyMemory.Present present = book.keys.present(attempt.key());
        if (present != null) {
            return present.order().equals(order) ? present(attempt, present.sessionId()) : new Admission.KeyReused();
        }
        KeyMemory.Past past = book.keys.past(attempt.key(), now.steady());
        if (past == null) {
            return null;
        }
        return past.order().equals(order) ? new Admission.Known(past.session()) : new Admission.KeyReused();
    }

    private Admission present(Attempt attempt, String sessionId) {
        LedgerBook.Held held = book.find(sessionId);
        if (held == null) {
            throw new IllegalStateException("the key " + attempt.key() + " has a session that is not there");
        }
        return switch (held.session()) {
            case Session.Reserved reserved ->
                held.attempt().equals(attempt)
                        ? new Admission.Reserved(reserved.terms(), reserved.until(), book.version())
                        : new Admission.UnderWay(reserved.until());
            case Session.Queued queued -> new Admission.Queued(queued.terms(), position(sessionId));
            case Session.Connected connected -> new Admission.Known(connected);
        };
    }

    private static boolean hasLeft(Session session, Moment now) {
        return !now.simulated().isBefore(session.terms().request().departBy());
    }

    private void requirePresent(Session.Open session) {
        Session present = book.session(session.terms().id());
        if (present == null || present.state() != session.state()) {
            throw new IllegalArgumentException(
                    session.terms().id() + " is not " + session.state().label() + " any more");
        }
    }

    /** A free connector; none while others wait for one. */
    private @Nullable String connectorForNewcomer() {
        return book.queue.isEmpty() ? book.connectors.free() : null;
    }

    private String nextId() {
        return "%s-%08d".formatted(idPrefix, book.numbered() + 1);
    }

    private void record(LedgerEvent event) {
        journal.append(event);
        book.apply(event);
    }
}
