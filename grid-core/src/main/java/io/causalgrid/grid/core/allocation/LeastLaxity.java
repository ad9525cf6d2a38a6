package io.causalgrid.grid.core.allocation;

import java.util.List;

/** After everyone's floor, each gets all it can use in the order of {@link Laxity}, the least first (Mok, 1983). */
public final class LeastLaxity implements AllocationPolicy {
    @Override
    public List<Grant> divide(AllocationTask task) {
        double[] seconds = task.demands().stream()
                .mapToDouble(demand -> Laxity.seconds(demand, task))
                .toArray();
        return Greedy.divide(task, Ordering.ascending(seconds), Reason.LAXITY_ORDER);
    }
}
