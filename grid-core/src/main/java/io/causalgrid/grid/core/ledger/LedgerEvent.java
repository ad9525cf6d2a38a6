package io.causalgrid.grid.core.ledger;

import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.EndReason;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.SessionTerms;
import java.time.Instant;
import java.util.Map;

/**
 * One atomic change of a ledger, complete in itself: applied in order to an empty ledger of the same limits, the events
 * make the same ledger again. What was decided is written down, not what was asked for.
 */
public sealed interface LedgerEvent {
    /** When it happened. */
    Moment at();

    /** A connector is kept for a session until a time by the steady clock. */
    record Reserved(Moment at, Attempt attempt, ChargeOrder order, SessionTerms terms, Instant until)
            implements LedgerEvent {}

    /** A session went to the end of the queue. */
    record Queued(Moment at, Attempt attempt, ChargeOrder order, SessionTerms terms) implements LedgerEvent {}

    /** A reserved session charges. */
    record Confirmed(Moment at, String sessionId) implements LedgerEvent {}

    /** The session at the head of the queue got the connector in its terms, and charges. */
    record Promoted(Moment at, SessionTerms terms) implements LedgerEvent {}

    /** Energy was delivered to charging sessions, by their ids; all of one step. */
    record Delivered(Moment at, Map<String, Double> wattHours) implements LedgerEvent {
        public Delivered {
            wattHours = Map.copyOf(wattHours);
        }
    }

    /** A charging session paused. */
    record Suspended(Moment at, String sessionId) implements LedgerEvent {}

    /** A suspended session charges again. */
    record Resumed(Moment at, String sessionId) implements LedgerEvent {}

    /** A session ended. */
    record Ended(Moment at, String sessionId, EndReason because) implements LedgerEvent {}

    /**
     * Where a ledger's counts stand; the first of the events that write a whole ledger down.
     *
     * @param version of the ledger
     * @param numbered sessions that were ever given an id
     * @param deliveredWattHours over all sessions that there ever were
     */
    record Counted(Moment at, long version, long numbered, double deliveredWattHours) implements LedgerEvent {}

    /**
     * A session as it is; the others of the events that write a whole ledger down. They come in the order in which the
     * ledger holds their sessions.
     */
    record Standing(Moment at, Attempt attempt, ChargeOrder order, Session session) implements LedgerEvent {}

    /** A key of an ended session; these come after all sessions, the oldest first. */
    record Remembered(Moment at, String key, ChargeOrder order, Session.Ended session, Instant since)
            implements LedgerEvent {}
}
