package io.causalgrid.kv.service.watch;

import java.util.concurrent.atomic.AtomicInteger;

/** Runs a task when everybody who was expected has arrived, and the one who expects them too. */
final class Arrivals {
    private final AtomicInteger missing = new AtomicInteger(1);
    private final Runnable complete;

    Arrivals(Runnable complete) {
        this.complete = complete;
    }

    /** One more is expected; not to be called after the last has arrived. */
    void expect() {
        missing.incrementAndGet();
    }

    /** Somebody has arrived. Any thread. */
    void arrived() {
        if (missing.decrementAndGet() == 0) {
            complete.run();
        }
    }
}
