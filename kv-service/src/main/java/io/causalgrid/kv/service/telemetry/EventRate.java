package io.causalgrid.kv.service.telemetry;

import java.time.InstantSource;

/** Lets so many events pass in each second of the clock, and counts the others. Any thread. */
final class EventRate {
    private final int perSecondMax;
    private final InstantSource clock;
    private long second;
    private int passed;
    private long skipped;

    EventRate(int perSecondMax, InstantSource clock) {
        this.perSecondMax = perSecondMax;
        this.clock = clock;
    }

    /** How many events were skipped since the last one that passed, if this one passes; −1 if it must not. */
    synchronized long admit() {
        long now = clock.millis() / 1000;
        if (now != second) {
            second = now;
            passed = 0;
        }
        if (passed == perSecondMax) {
            skipped++;
            return -1;
        }
        passed++;
        long before = skipped;
        skipped = 0;
        return before;
    }
}
