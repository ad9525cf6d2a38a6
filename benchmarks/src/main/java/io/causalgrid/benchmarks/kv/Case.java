package io.causalgrid.benchmarks.kv;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A rate that is measured once a round.
 *
 * @param measurement that it belongs to
 * @param line its name in the report
 * @param server who answers
 * @param rate measures it
 * @param settling lets what it leaves to be done be done, so that nothing else shares the machine with that; null if it
 *     leaves nothing
 */
record Case(
        Measurement measurement,
        String line,
        Server server,
        Rate rate,
        @Nullable Settling settling) {
    /** One that leaves nothing to be done. */
    Case(Measurement measurement, String line, Server server, Rate rate) {
        this(measurement, line, server, rate, null);
    }

    /** Who answers. */
    enum Server {
        /** A replica; it needs to be warmed up. */
        STORE,

        /** The server that does nothing, which needs that as well. */
        NOTHING,

        /** Another product, which is started for its cases only. */
        PEER
    }

    /** A measurement that takes about that time. */
    interface Rate {
        double perSecond(Duration time);
    }

    /** Waits until the other replicas have all that was written. */
    interface Settling {
        /** How long that took. */
        double seconds();
    }
}
