package io.causalgrid.grid.core.session;

import java.util.Locale;

/** The name of the state a session is in, for history and for the outside. */
public enum SessionState {
    CHARGING,
    /** Ended with all its energy delivered. */
    COMPLETED,
    /** Ended by request. */
    CANCELLED,
    /** Ended because the vehicle left before all its energy was delivered. */
    EXPIRED;

    /** The name as the REST API writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
