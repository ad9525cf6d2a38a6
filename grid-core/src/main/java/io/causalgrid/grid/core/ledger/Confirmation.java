package io.causalgrid.grid.core.ledger;

import io.causalgrid.grid.core.session.SessionTerms;

/** What became of the confirmation of a reservation. */
public sealed interface Confirmation {
    /**
     * It charges.
     *
     * @param terms of the session
     * @param activeSessions on the substation now, itself included
     */
    record Accepted(SessionTerms terms, int activeSessions) implements Confirmation {}

    /** There is no such reservation any more: it has run out, was given back, or its session is over. */
    record Gone() implements Confirmation {}
}
