package io.causalgrid.grid.core.allocation;

import java.util.List;

/**
 * Max-min fair division of power: nobody can get more without taking from somebody who has no more than it (Bertsekas and
 * Gallager, Data Networks, 6.5.2), on any network and with floors. See {@link WaterFilling} for how.
 */
public final class EqualShare implements AllocationPolicy {
    @Override
    public List<Grant> divide(AllocationTask task) {
        return new WaterFilling(task).grants();
    }

    @Override
    public TurnRule turnRule() {
        return TurnRule.EQUAL_ENERGY;
    }
}
