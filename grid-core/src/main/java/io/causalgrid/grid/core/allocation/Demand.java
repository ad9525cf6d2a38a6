package io.causalgrid.grid.core.allocation;

import java.time.Instant;

/**
 * What one session could use now.
 *
 * @param sessionId of the session
 * @param connector it holds, as a position in the network; no two demands of a task have the same
 * @param floorAmps the least it must be granted; 0 where nothing is owed
 * @param ceilingAmps the most it can use: what the vehicle takes; the grant may be rounded up from it to what its charge point
 *     can be told; at least the floor
 * @param missingWattHours still to be delivered; not negative
 * @param arrival when it was admitted
 * @param deadline when the vehicle leaves
 * @param phases that the vehicle uses of a connector of three, 1 to 3; 0 where that is not known
 * @param promisedWattHours of what is missing, promised by the deadline and still due; not negative
 */
public record Demand(
        String sessionId,
        int connector,
        double floorAmps,
        double ceilingAmps,
        double missingWattHours,
        Instant arrival,
        Instant deadline,
        int phases,
        double promisedWattHours) {

    public Demand {
        if (phases < 0 || phases > 3) {
            throw new IllegalArgumentException(phases + " phases");
        }
        if (!(floorAmps >= 0 && ceilingAmps >= floorAmps && ceilingAmps < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("floor " + floorAmps + " A, ceiling " + ceilingAmps + " A");
        }
        if (!(missingWattHours >= 0)) {
            throw new IllegalArgumentException("missing " + missingWattHours + " Wh");
        }
        if (!(promisedWattHours >= 0)) {
            throw new IllegalArgumentException("promised " + promisedWattHours + " Wh");
        }
    }

    /** One that is promised nothing. */
    public Demand(
            String sessionId,
            int connector,
            double floorAmps,
            double ceilingAmps,
            double missingWattHours,
            Instant arrival,
            Instant deadline,
            int phases) {
        this(sessionId, connector, floorAmps, ceilingAmps, missingWattHours, arrival, deadline, phases, 0);
    }

    /** One that is promised nothing, of a vehicle of which nobody knows how many phases it uses. */
    public Demand(
            String sessionId,
            int connector,
            double floorAmps,
            double ceilingAmps,
            double missingWattHours,
            Instant arrival,
            Instant deadline) {
        this(sessionId, connector, floorAmps, ceilingAmps, missingWattHours, arrival, deadline, 0);
    }

    /** The same demand with another deadline. */
    Demand by(Instant other) {
        return new Demand(
                sessionId,
                connector,
                floorAmps,
                ceilingAmps,
                missingWattHours,
                arrival,
                other,
                phases,
                promisedWattHours);
    }

    /** The same demand for another range of currents. */
    Demand between(double floor, double ceiling) {
        return new Demand(
                sessionId, connector, floor, ceiling, missingWattHours, arrival, deadline, phases, promisedWattHours);
    }

    /** The same demand, but owed something else; the ceiling rises with the floor if need be. */
    public Demand withFloor(double amps) {
        return between(amps, Math.max(amps, ceilingAmps));
    }

    /** The same demand, but so much of it promised and still due. */
    public Demand withPromise(double wattHours) {
        return new Demand(
                sessionId, connector, floorAmps, ceilingAmps, missingWattHours, arrival, deadline, phases, wattHours);
    }

    /** What is promised, as if that were all that is missing. */
    public Demand promised() {
        return new Demand(sessionId, connector, floorAmps, ceilingAmps, promisedWattHours, arrival, deadline, phases);
    }
}
