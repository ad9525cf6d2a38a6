package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.optimisation.CuttingPlanes;
import io.causalgrid.grid.core.optimisation.Deadline;
import java.util.List;
import java.util.function.Supplier;

/**
 * What delivers the most power now, the power of the urgent weighing more: the linear programme of one step, maximise the
 * sum of {@code weight * watts} with {@code weight = 1 / (1 + max(0, laxity in hours) / 2)}. Below one limit that is least
 * laxity first. Below three-phase limits it is more: a greedy policy gives the most urgent all it takes, though on
 * another line pair the same limit would carry more power (Lee et al., "Adaptive Charging Networks", 2021, section V,
 * solve such programmes over a horizon).
 *
 * <p>Who cannot be served completely any more, having negative laxity, weighs a thousandth less than who just still can: no
 * energy is lost by it, and more vehicles leave fully served. Among those the latest weighs the most, as in least laxity first.
 *
 * <p>Fails with {@link PolicyFailedException} when the time for a step is up; use it within {@link FallingBack}.
 */
public final class Optimised implements AllocationPolicy {
    private static final double HALF_WEIGHT_LAXITY_HOURS = 2;
    private static final double WEIGHT_WHEN_TOO_LATE = 0.999;
    private static final double MORE_WHEN_VERY_LATE = 0.0009;
    private static final double VERY_LATE_HOURS = 12;
    private static final double LAXITY_ERROR_HOURS = 1e-6;

    private final Supplier<Deadline> deadlines;

    /** One that takes the time it takes, so that grants never depend on how busy the machine is. */
    public Optimised() {
        this(() -> Deadline.NONE);
    }

    /**
     * @param deadlines asked once for each task
     */
    public Optimised(Supplier<Deadline> deadlines) {
        this.deadlines = deadlines;
    }

    @Override
    public List<Grant> divide(AllocationTask task) {
        List<Demand> demands = task.demands();
        double[] weights = new double[demands.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weight(demands.get(i), task);
        }
        double[] amps = Division.fitsWhole(task) ? ceilings(demands) : solved(task, weights);
        return Division.heaviestFirst(task, amps, weights, Reason.OPTIMISED);
    }

    private static double weight(Demand demand, AllocationTask task) {
        double hours = Laxity.hours(demand, task);
        if (hours < -LAXITY_ERROR_HOURS) {
            return WEIGHT_WHEN_TOO_LATE + MORE_WHEN_VERY_LATE * Math.min(1, -hours / VERY_LATE_HOURS);
        }
        return 1 / (1 + Math.max(0, hours) / HALF_WEIGHT_LAXITY_HOURS);
    }

    private double[] solved(AllocationTask task, double[] weights) {
        var programme = new StepProgramme(task, weights);
        return CuttingPlanes.solve(programme.programme(), deadlines.get())
                .map(programme::amps)
                .orElseThrow(() -> new PolicyFailedException("no optimum for " + weights.length + " demands in time"));
    }

    private static double[] ceilings(List<Demand> demands) {
        return demands.stream().mapToDouble(Demand::ceilingAmps).toArray();
    }
}
