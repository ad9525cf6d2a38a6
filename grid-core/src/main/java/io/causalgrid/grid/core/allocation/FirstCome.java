package io.causalgrid.grid.core.allocation;

import java.util.List;
import java.util.stream.IntStream;

/** After everyone's floor, each gets all it can use in the order of arrival, until nothing is left. */
public final class FirstCome implements AllocationPolicy {
    @Override
    public List<Grant> divide(AllocationTask task) {
        int[] order = IntStream.range(0, task.demands().size()).toArray();
        return Greedy.divide(task, order, Reason.ARRIVAL_ORDER);
    }
}
