package io.causalgrid.grid.core.allocation;

import java.time.Instant;

/**
 * What one session could use now.
 *
 * @param sessionId of the session
 * @param floorWatts the least it can be granted if it is granted anything (6 A under IEC 61851); 0 for no such step
 * @param ceilingWatts the most it can use; at least the floor, since a vehicle may draw less than it is granted
 * @param arrival when it was admitted
 */
public record Demand(String sessionId, double floorWatts, double ceilingWatts, Instant arrival) {
    /** IEC 61851-1: 6 A is the least current a charge point can offer; here on one phase of 230 V. */
    public static final double MINIMUM_WATTS = 6 * 230.0;

    public Demand {
        if (!(floorWatts >= 0 && ceilingWatts >= floorWatts && ceilingWatts < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("floor " + floorWatts + " W, ceiling " + ceilingWatts + " W");
        }
    }
}
