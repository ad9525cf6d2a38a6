package io.causalgrid.grid.core.session;

import java.util.Locale;

/** The name of the state a session is in, for history and for the outside. */
public enum SessionState {
    /** A connector is kept for it for a while, until it is confirmed. */
    RESERVED,
    /** It waits for a connector. */
    QUEUED,
    CHARGING,
    /** It has its connector, but the vehicle or the driver has paused. */
    SUSPENDED,
    /** Ended with all its energy delivered. */
    COMPLETED,
    /** Ended by request. */
    CANCELLED,
    /** Ended because its time was over: the vehicle left, or the reservation was not confirmed. */
    EXPIRED,
    /** Ended because the charge point or the vehicle failed. */
    FAULTED;

    /** The name as the REST API writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
