package io.causalgrid.grid.core.simulation;

import io.causalgrid.grid.core.session.ChargeRequest;
import java.time.Duration;
import java.time.Instant;

/**
 * One vehicle's stay, as it was or might have been.
 *
 * @param id of the session, 1 to {@value #NAME_LENGTH_MAX} characters
 * @param connector it is at, by id
 * @param arrival when it can begin to charge
 * @param departure when it leaves, after the arrival
 * @param deadline when it said that it would leave, after the arrival; this is what policies know
 * @param energyWattHours asked for, from {@value #LEAST}, for less is nothing to any result, to {@value
 *     #ENERGY_WATT_HOURS_MAX}
 * @param maxWatts the most it takes, from {@value #LEAST} to {@value #MAX_WATTS_MAX}
 */
public record RecordedSession(
        String id,
        String connector,
        Instant arrival,
        Instant departure,
        Instant deadline,
        double energyWattHours,
        double maxWatts) {

    public static final int NAME_LENGTH_MAX = 128;
    /** Watt-hours or watts. */
    public static final double LEAST = 1;

    public static final double ENERGY_WATT_HOURS_MAX = ChargeRequest.ENERGY_WATT_HOURS_MAX;
    public static final double MAX_WATTS_MAX = ChargeRequest.MAX_POWER_WATTS_MAX;

    public RecordedSession {
        if (id.isEmpty() || id.length() > NAME_LENGTH_MAX) {
            throw new IllegalArgumentException("session id of " + id.length() + " characters");
        }
        if (!departure.isAfter(arrival) || !deadline.isAfter(arrival)) {
            throw new IllegalArgumentException("session " + id + " does not end after it begins");
        }
        if (!(energyWattHours >= LEAST && energyWattHours <= ENERGY_WATT_HOURS_MAX)) {
            throw new IllegalArgumentException("session " + id + " asks for " + energyWattHours + " Wh");
        }
        if (!(maxWatts >= LEAST && maxWatts <= MAX_WATTS_MAX)) {
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
