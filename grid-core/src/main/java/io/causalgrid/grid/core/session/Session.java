package io.causalgrid.grid.core.session;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * One vehicle's charging. Each state is a record that has only the methods that lead to its legal successors, so an
 * illegal transition does not compile. Delivered energy is carried along and never decreases.
 *
 * <p>A state before charging (reserved, queued) or beside it (suspended, faulted) becomes one more record here; every
 * {@code switch} over sessions then asks for it.
 */
public sealed interface Session {
    SessionTerms terms();

    /** Energy delivered so far; between 0 and what was requested. */
    double deliveredWattHours();

    /** The states entered so far, oldest first; the last is the present one. */
    List<StateChange> history();

    default SessionState state() {
        return history().getLast().state();
    }

    /** Admits a session; it starts to charge at once. */
    static Charging start(SessionTerms terms) {
        return new Charging(terms, 0, List.of(new StateChange(SessionState.CHARGING, terms.start())));
    }

    /** Holds a connector and may be granted power. */
    record Charging(SessionTerms terms, double deliveredWattHours, List<StateChange> history) implements Session {
        /** Less than this is no energy: far below what a meter shows, far above rounding. */
        private static final double NOTHING_WATT_HOURS = 1e-6;

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

        public Completed complete(Instant at) {
            return new Completed(terms, deliveredWattHours, then(SessionState.COMPLETED, at));
        }

        public Cancelled cancel(Instant at) {
            return new Cancelled(terms, deliveredWattHours, then(SessionState.CANCELLED, at));
        }

        public Expired expire(Instant at) {
            return new Expired(terms, deliveredWattHours, then(SessionState.EXPIRED, at));
        }

        private List<StateChange> then(SessionState state, Instant at) {
            return Stream.concat(history.stream(), Stream.of(new StateChange(state, at)))
                    .toList();
        }
    }

    /** Over for good: no connector, no power, no way back. */
    sealed interface Ended extends Session {}

    record Completed(SessionTerms terms, double deliveredWattHours, List<StateChange> history) implements Ended {}

    record Cancelled(SessionTerms terms, double deliveredWattHours, List<StateChange> history) implements Ended {}

    record Expired(SessionTerms terms, double deliveredWattHours, List<StateChange> history) implements Ended {}
}
