package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.ledger.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A substation's two times: the wall's, and simulated time, which began with it and runs faster by a factor. */
final class ScaledClock {
    private final InstantSource wall;
    private final Instant start;
    private final double scale;

    ScaledClock(InstantSource wall, double scale) {
        this.wall = wall;
        this.start = wall.instant();
        this.scale = scale;
    }

    Moment now() {
        Instant now = wall.instant();
        double scaledNanos = Duration.between(start, now).toNanos() * scale;
        return new Moment(now, start.plusNanos(Math.round(scaledNanos)));
    }
}
