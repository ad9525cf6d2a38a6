package io.causalgrid.grid.core.allocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the policies that solve programmes have in common: from a task to numbers, and from numbers to grants. */
final class Division {
    private static final double SECONDS_AN_HOUR = 3600;
    private static final double ROUNDING_AMPS = 1e-6;

    private Division() {}

    static double hours(Duration time) {
        return time.toMillis() / 1000.0 / SECONDS_AN_HOUR;
    }

    /** Whether everyone can have all it can use. */
    static boolean fitsWhole(AllocationTask task) {
        var headroom = new Headroom(task.network(), task.limits());
        task.demands().forEach(demand -> headroom.add(demand.connector(), demand.ceilingAmps()));
        return !headroom.isViolated();
    }

    /**
     * The grants that these currents are.
     *
     * @param amps of the task's demands, in their order
     * @param weights of the demands; the heaviest come first, the earlier arrival before the later
     * @param reason of those that get neither all they can use nor only their floor
     */
    static List<Grant> heaviestFirst(AllocationTask task, double[] amps, double[] weights, Reason reason) {
        var headroom = new Headroom(task.network(), task.limits());
        List<Integer> order = new ArrayList<>(amps.length);
        for (int i = 0; i < amps.length; i++) {
            headroom.add(task.demands().get(i).connector(), amps[i]);
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> -weights[i]));
        return order.stream()
                .map(i -> grant(task, task.demands().get(i), amps[i], headroom, reason))
                .toList();
    }

    private static Grant grant(AllocationTask task, Demand demand, double amps, Headroom headroom, Reason reason) {
        if (amps >= demand.ceilingAmps() - ROUNDING_AMPS) {
            return new Grant(demand, amps, Reason.FULL_POWER); // not the ceiling: that might not fit
        }
        boolean isMinimum = demand.floorAmps() > 0 && amps <= demand.floorAmps() + ROUNDING_AMPS;
        int bottleneck = headroom.bottleneck(demand.connector());
        return new Grant(
                demand,
                amps,
                isMinimum ? Reason.MINIMUM_CURRENT : reason,
                bottleneck < 0 ? null : task.network().limits().get(bottleneck));
    }
}
