package io.causalgrid.grid.core.simulation;

import java.time.Duration;
import java.time.Instant;

/**
 * One vehicle's stay, as it was or might have been.
 *
 * @param id of the session
 * @param connector it is at, by id
 * @param arrival when it can begin to charge
 * @param departure when it leaves, after the arrival
 * @param deadline when it said that it would leave; this is what policies know
 * @param energyWattHours asked for, positive
 * @param maxWatts the most it takes, positive
 */
public record RecordedSession(
        String id,
        String connector,
        Instant arrival,
        Instant departure,
        Instant deadline,
        double energyWattHours,
        double maxWatts) {

    public RecordedSession {
        if (!departure.isAfter(arrival)) {
            throw new IllegalArgumentException("session " + id + " does not end after it begins");
        }
        if (!(energyWattHours > 0 && energyWattHours < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("session " + id + " asks for " + energyWattHours + " Wh");
        }
        if (!(maxWatts > 0 && maxWatts < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("session " + id + " takes at most " + maxWatts + " W");
        }
    }

    /** The same, but leaving then; what it said stays. */
    RecordedSession leaving(Instant time) {
        return new RecordedSession(id, connector, arrival, time, deadline, energyWattHours, maxWatts);
    }

    /** The same, but having said so. */
    RecordedSession saying(Instant time) {
        return new RecordedSession(id, connector, arrival, departure, time, energyWattHours, maxWatts);
    }

    Duration stay() {
        return Duration.between(arrival, departure);
    }
}
