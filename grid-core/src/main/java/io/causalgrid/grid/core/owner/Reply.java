package io.causalgrid.grid.core.owner;

import io.causalgrid.grid.core.ledger.Confirmation;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.SessionTerms;

/** The answer to what was asked of an owner; given only when it is safe. */
public sealed interface Reply {
    /** Nothing came of it. */
    sealed interface Refusal extends Reply {}

    /**
     * A connector is kept, and no other substation has the key.
     *
     * @param version of the ledger with it; every report of this or a later version counts it
     */
    record Reserved(SessionTerms terms, long version) implements Reply {}

    /** It waits; the position is from 1. */
    record Queued(SessionTerms terms, int position) implements Reply {}

    /** The reservation is a session now. */
    record Charging(Confirmation.Accepted accepted) implements Reply {}

    /** The key's session is here; as it is now. */
    record Here(Session session) implements Reply {}

    /** The key's session is at another substation; as that has written. */
    record Elsewhere(KeyRecord record) implements Reply {}

    /** Another attempt may still confirm for the key, at that substation. */
    record UnderWay(String substation) implements Refusal {}

    /** Every connector is taken. */
    record Full(int connectors) implements Refusal {}

    /** The key was given before with another order. */
    record KeyReused() implements Refusal {}

    /** There is no such reservation any more. */
    record Gone() implements Refusal {}

    /**
     * It is so.
     *
     * @param found whether there was anything to do it to, now or before
     * @param isStored false if the journal does not have it yet; it is so all the same
     */
    record Done(boolean found, boolean isStored) implements Reply {}

    /** Nothing is known to have come of it. */
    record Unavailable(Why why) implements Refusal {}

    /** Why nothing came of it. */
    enum Why {
        /** No majority of the store is in reach: another owner may be deciding. */
        NO_MAJORITY,
        /** The journal did not take it in time; it was taken back. */
        NOT_STORED,
        /** The journal may yet take it: asked again, the owner will tell. */
        IN_DOUBT
    }
}
