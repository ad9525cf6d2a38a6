package io.causalgrid.grid.core.allocation;

import java.util.List;

/**
 * Divides a power limit among demands. Implementations are pure: the same arguments give the same grants.
 */
@FunctionalInterface
public interface AllocationPolicy {
    /**
     * Divides.
     *
     * @param limitWatts what may be given out in total; not negative
     * @param demands whose floors together are within the limit; any order
     * @return one grant for each demand, in the same order, each between its floor and its ceiling, together within the
     *     limit but for rounding
     */
    List<Grant> divide(double limitWatts, List<Demand> demands);
}
