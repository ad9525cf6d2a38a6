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
 * <p>That shares what is missing among all who are late. An operator who would rather have few leave with much missing than many
 * with little can have weights go over to those of who leaves soonest, of which who cannot be served completely has a
 * third.
 *
 * <p>Fails with {@link PolicyFailedException} when the time for a step is up; use it within {@link FallingBack}.
 */
public final class Optimised implements AllocationPolicy {
    private static final double SECONDS_AN_HOUR = 3600;
    private static final double HALF_WEIGHT_LAXITY_HOURS = 2;
    private static final double WEIGHT_WHEN_TOO_LATE = 0.999;
    private static final double MORE_WHEN_VERY_LATE = 0.0009;
    private static final double VERY_LATE_HOURS = 12;
    private static final double LAXITY_ERROR_HOURS = 1e-6;
    private static final double HALF_WEIGHT_HOURS_LEFT = 2;
    /** Lower serves no more sessions completely, and costs energy, since lines would be left idle for those who cannot be served. */
    private static final double WEIGHT_OF_WHO_CANNOT_BE_SERVED = 0.3;

    private final double fullyServed;
    private final Supplier<Deadline> deadlines;

    /** One that takes the time it takes, so that grants never depend on how busy the machine is. */
    public Optimised() {
        this(() -> Deadline.NONE);
    }

    /**
     * One that delivers the most.
     *
     * @param deadlines asked once for each task
     */
    public Optimised(Supplier<Deadline> deadlines) {
        this(0, deadlines);
    }

    /**
     * @param fullyServed how much more it matters that sessions are served completely than that energy is delivered: from 0, the
     *     most energy, to 1, the most sessions
     * @param deadlines asked once for each task
     */
    public Optimised(double fullyServed, Supplier<Deadline> deadlines) {
        if (!(fullyServed >= 0 && fullyServed <= 1)) {
            throw new IllegalArgumentException("fullyServed is " + fullyServed + ", not from 0 to 1");
        }
        this.fullyServed = fullyServed;
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

    /** Between the two weights by their ratio, so that no unit of either matters. */
    private double weight(Demand demand, AllocationTask task) {
        double laxityHours = Laxity.hours(demand, task);
        double forEnergy = weightForEnergy(laxityHours);
        if (fullyServed == 0) {
            return forEnergy;
        }
        double forServing = weightForServing(laxityHours, Laxity.secondsLeft(demand, task.now()) / SECONDS_AN_HOUR);
        return Math.pow(forEnergy, 1 - fullyServed) * Math.pow(forServing, fullyServed);
    }

    private static double weightForServing(double laxityHours, double hoursLeft) {
        double soonest = 1 / (1 + Math.max(0, hoursLeft) / HALF_WEIGHT_HOURS_LEFT);
        return laxityHours < -LAXITY_ERROR_HOURS ? soonest * WEIGHT_OF_WHO_CANNOT_BE_SERVED : soonest;
    }

    private static double weightForEnergy(double hours) {
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
