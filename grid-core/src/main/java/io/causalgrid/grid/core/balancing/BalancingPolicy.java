package io.causalgrid.grid.core.balancing;

import java.util.List;

/** Chooses among substations. Called by one thread at a time. */
@FunctionalInterface
public interface BalancingPolicy {
    /** One of the candidates, of which there is at least one, in configured order. */
    SubstationLoad choose(List<SubstationLoad> candidates);
}
