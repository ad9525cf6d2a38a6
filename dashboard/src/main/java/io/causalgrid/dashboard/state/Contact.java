package io.causalgrid.dashboard.state;

import java.time.Instant;

/** Whether a service can be reached, and since when. */
public sealed interface Contact {
    /** Not reached yet, and not failed yet either. */
    record Connecting() implements Contact {}

    record Reachable(Instant since) implements Contact {}

    /**
     * It failed or fell silent.
     *
     * @param why the latest failure, for a person
     */
    record Unreachable(Instant since, String why) implements Contact {}

    /** The contact after an answer at this time. */
    default Contact answered(Instant at) {
        return this instanceof Reachable ? this : new Reachable(at);
    }

    /** The contact after a failure at this time; the beginning of an outage stays what it was. */
    default Contact failed(Instant at, String why) {
        return new Unreachable(this instanceof Unreachable earlier ? earlier.since() : at, why);
    }
}
