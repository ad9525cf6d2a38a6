package io.causalgrid.grid.core.allocation;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Asks one policy, and another when that one fails: when it throws, or what it returns is not one grant for each demand
 * between its floor and its ceiling. The grants say which of the two they are from by their reasons.
 */
public final class FallingBack implements AllocationPolicy {
    /** Solvers are not exact. */
    private static final double ROUNDING_AMPS = 1e-3;

    /** Told of each failure, on the thread that divides. */
    @FunctionalInterface
    public interface Listener {
        void failed(RuntimeException cause);
    }

    private final AllocationPolicy first;
    private final AllocationPolicy second;
    private final Listener listener;
    private final LongAdder failures = new LongAdder();

    /**
     * @param second one that does not fail
     */
    public FallingBack(AllocationPolicy first, AllocationPolicy second) {
        this(first, second, _ -> {});
    }

    /**
     * @param second one that does not fail
     */
    public FallingBack(AllocationPolicy first, AllocationPolicy second, Listener listener) {
        this.first = first;
        this.second = second;
        this.listener = listener;
    }

    /** How often the first has failed so far. */
    public long failures() {
        return failures.sum();
    }

    @Override
    public TurnRule turnRule() {
        return first.turnRule();
    }

    @Override
    public List<Grant> divide(AllocationTask task) {
        try {
            return checked(task, first.divide(task));
        } catch (RuntimeException e) { // a solver has many ways to fail, and none may end the round
            failures.increment();
            listener.failed(e);
            return second.divide(task);
        }
    }

    private static List<Grant> checked(AllocationTask task, List<Grant> grants) {
        if (grants.size() != task.demands().size()) {
            throw new PolicyFailedException(
                    grants.size() + " grants for " + task.demands().size() + " demands");
        }
        Demand[] open = new Demand[task.network().connectors().size()];
        task.demands().forEach(demand -> open[demand.connector()] = demand);
        for (Grant grant : grants) {
            Demand demand = grant.demand();
            boolean isIn = grant.amps() >= demand.floorAmps() - ROUNDING_AMPS
                    && grant.amps() <= demand.ceilingAmps() + ROUNDING_AMPS;
            if (!isIn || !demand.equals(open[demand.connector()])) {
                throw new PolicyFailedException("a grant of " + grant.amps() + " A for " + demand);
            }
        }
        return grants;
    }
}
