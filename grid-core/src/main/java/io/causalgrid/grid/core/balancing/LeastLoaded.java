package io.causalgrid.grid.core.balancing;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The lowest committed share of capacity, then the fewest sessions, then the configured order. */
public final class LeastLoaded implements BalancingPolicy {
    static final Comparator<SubstationLoad> BY_LOAD = Comparator.comparingDouble(SubstationLoad::committedShare)
            .thenComparingInt(SubstationLoad::activeSessions)
            .thenComparingInt(SubstationLoad::position);

    @Override
    public SubstationLoad choose(List<SubstationLoad> candidates) {
        return Collections.min(candidates, BY_LOAD);
    }
}
