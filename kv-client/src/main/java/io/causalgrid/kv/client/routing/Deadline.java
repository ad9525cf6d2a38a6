package io.causalgrid.kv.client.routing;

import java.time.Duration;

/** When a call's time is over. */
public final class Deadline {
    private final Timing timing;
    private final long atNanos;

    private Deadline(Timing timing, long atNanos) {
        this.timing = timing;
        this.atNanos = atNanos;
    }

    /** In that time from now. */
    public static Deadline in(Duration time, Timing timing) {
        return new Deadline(timing, timing.nanoTime() + time.toNanos());
    }

    /** What is left; zero when it is over. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, atNanos - timing.nanoTime()));
    }

    /** Whether it is over. */
    public boolean isOver() {
        return left().isZero();
    }
}
