package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.ledger.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A substation's clocks. Steady and simulated time follow a clock that never jumps; they begin at the wall's time, or, where an
 * earlier owner has left off, as much later than its last moment as the wall's clock says: nothing else tells how long nobody
 * was there. If that clock was set back meanwhile, no time has passed. Confined to one thread but for {@link #steadyAt}.
 */
final class SubstationClock {
    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private final double scale;
    private long originNanos;
    private volatile Instant steadyOrigin;
    private Instant simulatedOrigin;

    /**
     * @param nanoTime of a clock that never jumps nor runs backwards
     * @param scale simulated seconds in a real second
     */
    SubstationClock(InstantSource wall, LongSupplier nanoTime, double scale) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.scale = scale;
        this.originNanos = nanoTime.getAsLong();
        this.steadyOrigin = wall.instant();
        this.simulatedOrigin = steadyOrigin;
    }

    /** Goes on where an earlier owner has left off; before the first moment is taken. */
    void resume(Moment last) {
        Instant now = wall.instant();
        Duration away = now.isAfter(last.wall()) ? Duration.between(last.wall(), now) : Duration.ZERO;
        originNanos = nanoTime.getAsLong();
        steadyOrigin = last.steady().plus(away);
        simulatedOrigin = last.simulated().plusNanos(scaled(away.toNanos()));
    }

    Moment now() {
        long elapsed = nanoTime.getAsLong() - originNanos;
        return new Moment(wall.instant(), steadyOrigin.plusNanos(elapsed), simulatedOrigin.plusNanos(scaled(elapsed)));
    }

    /** The steady time at a reading of the clock that never jumps. */
    Instant steadyAt(long nanos) {
        return steadyOrigin.plusNanos(nanos - originNanos);
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
