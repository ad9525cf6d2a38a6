package io.causalgrid.kv.core.replica;

/** What became of a transaction that another site offered. */
public enum Delivery {
    /** All its causes are here; it is in the log. */
    DELIVERED,
    /** A cause is missing; it waits in the causal buffer. */
    BUFFERED,
    /** It was here already, delivered or waiting. */
    DUPLICATE,
    /** A cause is missing and the buffer is full, or the site takes nothing now. Offer it again later. */
    NO_ROOM,
    /**
     * It is a write of this very incarnation, or has one among its causes, that this site does not know: our disk has gone
     * back in time.
     */
    UNKNOWN_OWN
}
