package io.causalgrid.benchmarks.kv;

import java.time.Duration;

/**
 * A rate that is measured once a round.
 *
 * @param measurement that it belongs to
 * @param line its name in the report
 * @param server who answers
 * @param rate measures it
 */
record Case(Measurement measurement, String line, Server server, Rate rate) {
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
}
