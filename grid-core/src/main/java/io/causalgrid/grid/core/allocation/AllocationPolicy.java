package io.causalgrid.grid.core.allocation;

import java.util.List;

/** Divides what a network's limits allow among demands. Implementations are pure: the same task gives the same grants. */
@FunctionalInterface
public interface AllocationPolicy {
    /**
     * Divides.
     *
     * @return one grant for each demand, each between its floor and its ceiling, together within the limits but for
     *     rounding; the most deserving first, for this is the order in which what rounding leaves is given out
     * @throws PolicyFailedException if it cannot, or not in time; see {@link FallingBack}
     */
    List<Grant> divide(AllocationTask task);

    /** What turns are for under this policy. One that wraps another has that one's rule. */
    default TurnRule turnRule() {
        return TurnRule.AFTER_PATIENCE;
    }
}
