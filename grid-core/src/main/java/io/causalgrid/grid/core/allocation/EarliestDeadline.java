package io.causalgrid.grid.core.allocation;

import java.util.List;

/** After everyone's floor, each gets all it can use in the order of departure (Liu and Layland, 1973). */
public final class EarliestDeadline implements AllocationPolicy {
    @Override
    public List<Grant> divide(AllocationTask task) {
        double[] secondsLeft = task.demands().stream()
                .mapToDouble(demand -> Laxity.secondsLeft(demand, task.now()))
                .toArray();
        return Greedy.divide(task, Ordering.ascending(secondsLeft), Reason.DEADLINE_ORDER);
    }
}
