package io.causalgrid.grid.service.balancer;

import java.util.Locale;

/** How an attempt at one substation ended, as metrics and problems name it. */
public enum AttemptOutcome {
    ACCEPTED,
    REFUSED,
    UNREACHABLE,
    TIMEOUT,
    BREAKER_OPEN,
    REJECTED;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
