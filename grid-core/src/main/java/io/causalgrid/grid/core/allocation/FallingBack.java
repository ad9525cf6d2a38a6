package io.causalgrid.grid.core.allocation;

import java.util.List;

/** Asks one policy, and another when that one fails. The grants say which of the two they are from by their reasons. */
public final class FallingBack implements AllocationPolicy {
    private final AllocationPolicy first;
    private final AllocationPolicy second;

    /**
     * @param second one that does not fail
     */
    public FallingBack(AllocationPolicy first, AllocationPolicy second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public List<Grant> divide(AllocationTask task) {
        try {
            return first.divide(task);
        } catch (PolicyFailedException e) {
            return second.divide(task);
        }
    }
}
