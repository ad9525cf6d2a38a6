package io.causalgrid.grid.core.simulation;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What became of a scenario under a policy.
 *
 * @param policy its name
 * @param outcomes of all sessions, by departure
 * @param load step by step while vehicles were there
 * @param bill for the energy from the grid; what the sun gives beyond base loads costs nothing
 * @param violations how often a limit was exceeded, by what was granted or by what was drawn
 * @param tickMillis how long each division took, in order
 */
public record Run(
        String policy, List<Outcome> outcomes, List<Load> load, long violations, Bill bill, List<Double> tickMillis) {

    /**
     * What energy from the grid came to.
     *
     * @param cost in the tariff's currency
     * @param wattHours that were not from the sun's surplus
     * @param kilograms of carbon dioxide; empty if nothing is known of it
     */
    public record Bill(double cost, double wattHours, OptionalDouble kilograms) {}

    /**
     * What one session got.
     *
     * @param deliveredWattHours at most what it asked for
     * @param cost of what of that came from the grid, in the tariff's currency
     * @param promisedWattHours at its arrival; 0 where nothing was
     */
    public record Outcome(RecordedSession session, double deliveredWattHours, double cost, double promisedWattHours) {
        /** What solvers round, as a share of what was promised. */
        private static final double PROMISE_KEPT = 1 - 1e-3;

        /** A session is fully served when less than a watt-hour is missing. */
        static final double SERVED_WITHIN_WATT_HOURS = 1;

        public boolean isServed() {
            return shortfallWattHours() < SERVED_WITHIN_WATT_HOURS;
        }

        public boolean isPromised() {
            return promisedWattHours >= SERVED_WITHIN_WATT_HOURS;
        }

        /** Whether it got what it was promised, to a thousandth and a watt-hour. */
        public boolean isKept() {
            return deliveredWattHours >= promisedWattHours * PROMISE_KEPT - SERVED_WITHIN_WATT_HOURS;
        }

        public double shortfallWattHours() {
            return Math.max(0, session.energyWattHours() - deliveredWattHours);
        }
    }

    /**
     * The power drawn from a time on, until the next division.
     *
     * @param watts at first; a vehicle may draw less towards the end
     * @param wattHours drawn in that time
     * @param limitWatts on the power of all connectors together; infinite where the network has none
     * @param present how many vehicles are there
     * @param charging how many of them draw
     */
    public record Load(
            Instant from,
            Instant until,
            double watts,
            double wattHours,
            double limitWatts,
            int present,
            int charging) {}

    public Run {
        outcomes = List.copyOf(outcomes);
        load = List.copyOf(load);
        tickMillis = List.copyOf(tickMillis);
    }

    public double deliveredWattHours() {
        return outcomes.stream().mapToDouble(Outcome::deliveredWattHours).sum();
    }

    public double requestedWattHours() {
        return outcomes.stream()
                .mapToDouble(outcome -> outcome.session().energyWattHours())
                .sum();
    }
}
