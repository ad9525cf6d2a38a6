package io.causalgrid.grid.core.session;

import java.time.Instant;
import java.util.List;

/**
 * One vehicle's charging. Each state is a record that has only the methods that lead to its legal successors, so an
 * illegal transition does not compile. Delivered energy is carried along and never decreases.
 *
 * <pre>
 *   reserved ──confirm──▶ charging ◀──resume── suspended
 *   queued ────start────▶    │    ───suspend──▶   │
 *      └──────┬──────────────┴────────────────────┘
 *             ▼ cancelled, expired; from charging and suspended also completed, faulted
 * </pre>
 */
public sealed interface Session {
    SessionTerms terms();

    /** Energy delivered so far; between 0 and what was requested. */
    double deliveredWattHours();

    /** The states entered so far, oldest first; the last is the present one. Of very many the first and the latest. */
    List<StateChange> history();

    default SessionState state() {
        return history().getLast().state();
    }

    /** Admits a session; it starts to charge at once. */
    static Charging start(SessionTerms terms, Instant at) {
        return new Charging(terms, 0, History.begin(SessionState.CHARGING, at));
    }

    /** Keeps a connector for a session until it is confirmed, at the latest until {@code until} by the steady clock. */
    static Reserved reserve(SessionTerms terms, Instant at, Instant until) {
        return new Reserved(terms, until, History.begin(SessionState.RESERVED, at));
    }

    /** Has a session wait for a connector. */
    static Queued queue(SessionTerms terms, Instant at) {
        return new Queued(terms, History.begin(SessionState.QUEUED, at));
    }

    /** Not over yet. */
    sealed interface Open extends Session {
        /**
         * Ends it.
         *
         * @throws IllegalArgumentException if only a session with a vehicle can end so, and this has none
         */
        default Ended end(EndReason because, Instant at) {
            if (because.needsVehicle() && !(this instanceof Connected)) {
                throw new IllegalArgumentException(
                        terms().id() + " is " + state().label() + " and cannot end because " + because.text());
            }
            return new Ended(terms(), deliveredWattHours(), because, History.then(history(), because.state(), at));
        }
    }

    /** Has a vehicle at its connector. */
    sealed interface Connected extends Open {}

    /**
     * Keeps a connector.
     *
     * @param until when it frees its connector by itself
     */
    record Reserved(SessionTerms terms, Instant until, List<StateChange> history) implements Open {
        @Override
        public double deliveredWattHours() {
            return 0;
        }

        public Charging confirm(Instant at) {
            return new Charging(terms, 0, History.then(history, SessionState.CHARGING, at));
        }
    }

    /** Waits for a connector. */
    record Queued(SessionTerms terms, List<StateChange> history) implements Open {
        @Override
        public double deliveredWattHours() {
            return 0;
        }

        /** It has got a connector, which is in the new terms. */
        public Charging start(SessionTerms atConnector, Instant at) {
            return new Charging(atConnector, 0, History.then(history, SessionState.CHARGING, at));
        }
    }

    /** May be granted power. */
    record Charging(SessionTerms terms, double deliveredWattHours, List<StateChange> history) implements Connected {
        /** Less than this is no energy: far below what a meter shows, far above rounding. */
        public static final double NOTHING_WATT_HOURS = 1e-6;

        public double missingWattHours() {
            return terms.request().energyWattHours() - deliveredWattHours;
        }

        public boolean isFull() {
            return missingWattHours() <= NOTHING_WATT_HOURS;
        }

        /**
         * Adds energy; what exceeds the request is not counted.
         *
         * @throws IllegalArgumentException if the energy is negative or not a number
         */
        public Charging deliver(double wattHours) {
            if (!(wattHours >= 0)) {
                throw new IllegalArgumentException("cannot deliver " + wattHours + " Wh");
            }
            double delivered = Math.min(terms.request().energyWattHours(), deliveredWattHours + wattHours);
            return new Charging(terms, delivered, history);
        }

        public Suspended suspend(Instant at) {
            return new Suspended(terms, deliveredWattHours, History.then(history, SessionState.SUSPENDED, at));
        }
    }

    /** Is granted nothing, but keeps its connector. */
    record Suspended(SessionTerms terms, double deliveredWattHours, List<StateChange> history) implements Connected {
        public Charging resume(Instant at) {
            return new Charging(terms, deliveredWattHours, History.then(history, SessionState.CHARGING, at));
        }
    }

    /** Over for good: no connector, no power, no way back. */
    record Ended(SessionTerms terms, double deliveredWattHours, EndReason because, List<StateChange> history)
            implements Session {}
}
