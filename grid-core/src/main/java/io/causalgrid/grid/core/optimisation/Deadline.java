package io.causalgrid.grid.core.optimisation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How long a solver may go on. */
@FunctionalInterface
public interface Deadline {
    /** Always; then results do not depend on how busy the machine is. */
    Deadline NONE = () -> Duration.ofHours(1).toMillis();

    /** Not positive when the time is up. */
    long millisLeft();

    /** From now on for so long. */
    static Deadline in(Duration time, InstantSource clock) {
        Instant end = clock.instant().plus(time);
        return () -> Duration.between(clock.instant(), end).toMillis();
    }
}
