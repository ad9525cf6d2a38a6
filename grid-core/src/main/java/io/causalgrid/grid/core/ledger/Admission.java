package io.causalgrid.grid.core.ledger;

import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.SessionTerms;
import java.time.Instant;

/** What became of a request to charge. */
public sealed interface Admission {
    /**
     * A connector is kept for it, until whoever asked confirms.
     *
     * @param terms of the session that it will be; its id names the reservation, and is never given twice
     * @param until when the reservation ends by itself, by the steady clock
     * @param version of the ledger with it; every report of this or a later version counts it
     */
    record Reserved(SessionTerms terms, Instant until, long version) implements Admission {}

    /**
     * It waits for a connector.
     *
     * @param position in the queue now, from 1
     */
    record Queued(SessionTerms terms, int position) implements Admission {}

    /** The key has a session already, which was confirmed: as it is now. */
    record Known(Session session) implements Admission {}

    /**
     * Another attempt has reserved for the key and may still confirm.
     *
     * @param until when that ends by itself, by the steady clock
     */
    record UnderWay(Instant until) implements Admission {}

    /** Every connector is taken, and no more may wait. Nothing is remembered: the same key may succeed later. */
    record NoConnector(int connectors) implements Admission {}

    /** The key was given before with another order. */
    record KeyReused() implements Admission {}
}
