package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.ledger.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A substation's clocks. Steady and simulated time follow a clock that never jumps; they begin at the wall's time, or, where an
 * earlier owner has left off, as much later than its last moment as the wall's clock says: nothing else tells how long nobody
 * was there. If that clock was set back meanwhile, no time has passed. Safe for any thread; one of them resumes.
 */
final class SubstationClock {
    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private final double scale;
    private volatile Origin origin;

    /** What the clocks said at a reading of the one that never jumps. */
    private record Origin(long nanos, Instant steady, Instant simulated) {}

    /**
     * @param nanoTime of a clock that never jumps nor runs backwards
     * @param scale simulated seconds in a real second
     */
    SubstationClock(InstantSource wall, LongSupplier nanoTime, double scale) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.scale = scale;
        Instant now = wall.instant();
        this.origin = new Origin(nanoTime.getAsLong(), now, now);
    }

    /** Goes on where an earlier owner has left off; before the first moment is taken. */
    void resume(Moment last) {
        Instant now = wall.instant();
        Duration away = now.isAfter(last.wall()) ? Duration.between(last.wall(), now) : Duration.ZERO;
        origin = new Origin(
                nanoTime.getAsLong(), last.steady().plus(away), last.simulated().plusNanos(scaled(away.toNanos())));
    }

    Moment now() {
        Origin from = origin;
        long elapsed = nanoTime.getAsLong() - from.nanos();
        return new Moment(
                wall.instant(),
                from.steady().plusNanos(elapsed),
                from.simulated().plusNanos(scaled(elapsed)));
    }

    /** The steady time at a reading of the clock that never jumps. */
    Instant steadyAt(long nanos) {
        Origin from = origin;
        return from.steady().plusNanos(nanos - from.nanos());
    }

    /** By how much the wall's clock has gone another way than the steady one since the latter began. */
    Duration wallDrift() {
        Moment now = now();
        return Duration.between(now.steady(), now.wall());
    }

    private long scaled(long nanos) {
        return Math.round(nanos * scale);
    }
}
