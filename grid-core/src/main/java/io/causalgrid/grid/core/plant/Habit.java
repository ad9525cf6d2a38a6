package io.causalgrid.grid.core.plant;

import java.time.Duration;
import java.time.Instant;

/** How a vehicle behaves, whatever it says. */
public enum Habit {
    /** It takes what it says, from the beginning, until it has what it asked for. */
    HONEST,
    /** A cable, or a fuse at home in the car, lets half of its power through. */
    DRAWS_HALF,
    /** It is full when it has {@value #EARLY_SHARE} of what it asked for. */
    FINISHES_EARLY,
    /** It takes nothing at first, since its timer says so. */
    WAKES_LATE;

    private static final double EARLY_SHARE = 0.6;
    private static final double HALF = 0.5;
    private static final Duration SLEEP_MAX = Duration.ofHours(2);

    /** The energy after which it takes nothing more, of what it asked for. */
    public double goal(double askedWattHours) {
        return this == FINISHES_EARLY ? EARLY_SHARE * askedWattHours : askedWattHours;
    }

    /** The most it takes, of what it says. */
    public double most(double maxWatts) {
        return this == DRAWS_HALF ? HALF * maxWatts : maxWatts;
    }

    /** From when on it takes anything; half of its stay at the latest. */
    public Instant awake(Instant arrival, Instant departure) {
        if (this != WAKES_LATE || !arrival.isBefore(departure)) {
            return arrival;
        }
        Duration half = Duration.between(arrival, departure).dividedBy(2);
        return arrival.plus(half.compareTo(SLEEP_MAX) < 0 ? half : SLEEP_MAX);
    }
}
