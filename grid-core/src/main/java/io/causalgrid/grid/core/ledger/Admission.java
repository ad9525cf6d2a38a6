package io.causalgrid.grid.core.ledger;

import io.causalgrid.grid.core.session.SessionTerms;

/** What became of a request to charge. */
public sealed interface Admission {
    /**
     * It has a session.
     *
     * @param terms of the session
     * @param activeSessions on the substation just after it was admitted, itself included
     * @param version of the ledger in which it was admitted; every report of this or a later version counts it
     */
    record Accepted(SessionTerms terms, int activeSessions, long version) implements Admission {}

    /** Every connector is taken. Nothing is remembered: the same key may succeed later. */
    record NoConnector(int connectors) implements Admission {}

    /** The key was given before with another order. */
    record KeyReused() implements Admission {}

    /** Whoever sent this attempt has taken it back, before it arrived or after; it must not start a session any more. */
    record AttemptReleased() implements Admission {}
}
