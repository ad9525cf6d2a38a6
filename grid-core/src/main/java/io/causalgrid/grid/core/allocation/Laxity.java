package io.causalgrid.grid.core.allocation;

import java.time.Instant;

/**
 * The time a session has to spare: until its deadline, less what charging at its ceiling would take. Negative when it can
 * no longer be served in full.
 */
public final class Laxity {
    private static final double SECONDS_AN_HOUR = 3600;
    private static final double NANOS_A_SECOND = 1e9;
    /** Thirty years are as good as for ever; nothing longer, lest it blur the order of the others when they are sorted. */
    private static final double SECONDS_MAX = 1e9;

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
        double seconds = deadline.getEpochSecond()
                - (double) now.getEpochSecond()
                + (deadline.getNano() - now.getNano()) / NANOS_A_SECOND;
        return Math.clamp(seconds, -SECONDS_MAX, SECONDS_MAX);
    }
}
