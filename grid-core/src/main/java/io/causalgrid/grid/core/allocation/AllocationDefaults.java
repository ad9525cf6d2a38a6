package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.series.Course;
import java.time.Duration;

/**
 * What holds where nobody says otherwise, in the service as in the simulation, so that what was simulated is what runs.
 * Numbers where annotations need constants.
 */
public final class AllocationDefaults {
    /** The policy that delivers the most: {@link KnownPolicy#OPTIMISED}. */
    public static final String POLICY = "optimised";

    /** How long who charges is not paused again. */
    public static final int TURN_MINUTES = 15;

    /** How long a policy may leave a session without current. */
    public static final int PATIENCE_MINUTES = 60;

    /** From 0, the most energy, to 1, the most sessions served completely: what {@link KnownPolicy#OPTIMISED} is for. */
    public static final double FULLY_SERVED = 0;

    /** How long a solver may take for one division in a service; a simulation waits for it, to give the same every time. */
    public static final int SOLVER_MILLIS = 100;

    /** What a delivered kilowatt-hour is worth to {@link Horizon}. */
    public static final double WORTH_PER_KWH = 10;

    /** What {@link Horizon} weighs without prices: as much energy as possible, as early as possible. */
    public static final HorizonSettings HORIZON = new HorizonSettings(Course.constant(0), WORTH_PER_KWH, 0, 0);

    private AllocationDefaults() {}

    /** Of an allocator. */
    public static AllocatorSettings allocator(OrderSettings orders) {
        return new AllocatorSettings(Duration.ofMinutes(TURN_MINUTES), Duration.ofMinutes(PATIENCE_MINUTES), orders);
    }
}
