package io.causalgrid.grid.core.ledger;

import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.SessionState;
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

    /** A session got a connector and charges. */
    record Started(Moment at, ChargeKey key, ChargeOrder order, SessionTerms terms) implements LedgerEvent {}

    /** A connector is kept for a session until a time by the wall's clock. */
    record Reserved(Moment at, ChargeKey key, ChargeOrder order, SessionTerms terms, Instant until)
            implements LedgerEvent {}

    /** A session went to the end of the queue. */
    record Queued(Moment at, ChargeKey key, ChargeOrder order, SessionTerms terms) implements LedgerEvent {}

    /** A reserved session charges. */
    record Confirmed(Moment at, String sessionId) implements LedgerEvent {}

    /** The session at the head of the queue got the connector in its terms, and charges. */
    record Promoted(Moment at, SessionTerms terms) implements LedgerEvent {}

    /** A key's session belongs to another attempt now. */
    record Claimed(Moment at, ChargeKey key) implements LedgerEvent {}

    /** An attempt was taken back; its session, if it has one, is cancelled. */
    record Released(Moment at, ChargeKey key) implements LedgerEvent {}

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

    /** A session ended in that state. */
    record Ended(Moment at, String sessionId, SessionState state) implements LedgerEvent {}
}
