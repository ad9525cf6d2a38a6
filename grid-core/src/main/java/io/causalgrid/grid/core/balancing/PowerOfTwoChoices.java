package io.causalgrid.grid.core.balancing;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The less loaded of two substations drawn at random (Mitzenmacher, 2001). With many balancers and views that are a
 * little old it avoids that all of them run to the same substation.
 */
public final class PowerOfTwoChoices implements BalancingPolicy {
    private final RandomGenerator random;

    public PowerOfTwoChoices(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public SubstationLoad choose(List<SubstationLoad> candidates) {
        if (candidates.size() == 1) {
            return candidates.getFirst();
        }
        int first = random.nextInt(candidates.size());
        int second = random.nextInt(candidates.size() - 1);
        SubstationLoad one = candidates.get(first);
        SubstationLoad other = candidates.get(second < first ? second : second + 1);
        return LeastLoaded.BY_LOAD.compare(one, other) <= 0 ? one : other;
    }
}
