package io.causalgrid.grid.core.ledger;

import io.causalgrid.grid.core.session.SessionTerms;
import java.time.Instant;

/** What became of a request to charge. */
public sealed interface Admission {
    /** It has a session; its key is remembered with this. */
    sealed interface Admitted extends Admission {
        SessionTerms terms();
    }

    /**
     * It charges.
     *
     * @param terms of the session
     * @param activeSessions on the substation just after it was admitted, itself included
     * @param version of the ledger in which it was admitted; every report of this or a later version counts it
     */
    record Accepted(SessionTerms terms, int activeSessions, long version) implements Admitted {}

    /**
     * A connector is kept for it.
     *
     * @param until when that ends if it is not confirmed, by the wall's clock
     */
    record Reserved(SessionTerms terms, Instant until) implements Admitted {}

    /**
     * It waits for a connector.
     *
     * @param position in the queue when this was asked, from 1
     */
    record Queued(SessionTerms terms, int position) implements Admitted {}

    /** Every connector is taken, and no more may wait. Nothing is remembered: the same key may succeed later. */
    record NoConnector(int connectors) implements Admission {}

    /** The key was given before with another order. */
    record KeyReused() implements Admission {}

    /** Whoever sent this attempt has taken it back, before it arrived or after; it must not start a session any more. */
    record AttemptReleased() implements Admission {}
}
