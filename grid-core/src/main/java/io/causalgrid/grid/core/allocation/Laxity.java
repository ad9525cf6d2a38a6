package io.causalgrid.grid.core.allocation;

import java.time.Instant;

/**
 * The time a session has to spare: until its deadline, less what charging at its ceiling would take. Negative when it can
 * no longer be served in full.
 */
public final class Laxity {
    private static final double SECONDS_AN_HOUR = 3600;
    private static final double NANOS_A_SECOND = 1e9;
    /** Of what can never be served: a million years. Finite, so that such sessions still have an order. */
    private static final double SECONDS_MAX = 3e13;

    private Laxity() {}

    /** The laxity at the beginning of the task's step, in seconds. */
    public static double seconds(Demand demand, AllocationTask task) {
        double watts = task.network().watts(demand.connector(), demand.ceilingAmps());
        double needed = demand.missingWattHours() == 0 ? 0 : demand.missingWattHours() / watts * SECONDS_AN_HOUR;
        return secondsLeft(demand, task.now()) - Math.min(needed, SECONDS_MAX);
    }

    /** The laxity in hours. */
    public static double hours(Demand demand, AllocationTask task) {
        return seconds(demand, task) / SECONDS_AN_HOUR;
    }

    /** The time to the deadline, in seconds; negative when it has passed. */
    static double secondsLeft(Demand demand, Instant now) {
        Instant deadline = demand.deadline();
        return deadline.getEpochSecond()
                - (double) now.getEpochSecond()
                + (deadline.getNano() - now.getNano()) / NANOS_A_SECOND;
    }
}
