package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.optimisation.CuttingPlanes;
import io.causalgrid.grid.core.optimisation.Deadline;
import java.util.List;
import java.util.function.Supplier;

/**
 * Plans the time until the last departure, and grants the first step of the plan: a receding horizon (Lee et al., "Adaptive
 * Charging Networks", 2021, section V). Worth its time where prices vary or a peak has its price; for energy alone {@link
 * Optimised} is as good at a fraction of the time.
 *
 * <p>Fails with {@link PolicyFailedException} when the time for a step is up; use it within {@link FallingBack}.
 */
public final class Horizon implements AllocationPolicy {
    private final HorizonSettings settings;
    private final Supplier<Deadline> deadlines;

    /** One that takes the time it takes, so that grants never depend on how busy the machine is. */
    public Horizon(HorizonSettings settings) {
        this(settings, () -> Deadline.NONE);
    }

    /**
     * @param deadlines asked once for each task
     */
    public Horizon(HorizonSettings settings, Supplier<Deadline> deadlines) {
        this.settings = settings;
        this.deadlines = deadlines;
    }

    @Override
    public TurnRule turnRule() {
        return TurnRule.WHERE_SCARCE;
    }

    @Override
    public List<Grant> divide(AllocationTask task) {
        List<Demand> demands = task.demands();
        var plan = new HorizonPlan(settings, task);
        double[] amps = CuttingPlanes.solve(plan.programme(), deadlines.get())
                .map(plan::amps)
                .orElseThrow(() -> new PolicyFailedException("no plan for " + demands.size() + " demands in time"));
        double[] weights = new double[demands.size()];
        for (int i = 0; i < amps.length; i++) {
            weights[i] = -Laxity.hours(demands.get(i), task);
        }
        return Division.heaviestFirst(task, amps, weights, Reason.PLANNED);
    }
}
