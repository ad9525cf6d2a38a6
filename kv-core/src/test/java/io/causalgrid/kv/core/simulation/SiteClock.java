package io.causalgrid.kv.core.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A site's own clock: it runs a little fast or slow, and somebody sets it now and then. */
final class SiteClock implements InstantSource {
    private final Scheduler scheduler;
    private final long driftPermille;
    private long offsetMillis;

    SiteClock(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.driftPermille = scheduler.random().nextLong(-50, 51);
    }

    void jump(long millis) {
        offsetMillis += millis;
    }

    /** Somebody sets it right, but for that. */
    void correct(Duration offset) {
        offsetMillis = offset.toMillis();
    }

    @Override
    public Instant instant() {
        return scheduler.instant().plusMillis(offsetMillis + scheduler.nowMillis() * driftPermille / 1000);
    }
}
