package io.causalgrid.kv.client.fake;

import io.causalgrid.kv.client.routing.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Time that passes only in pauses, which take none. */
public final class FakeTiming implements Timing {
    private final List<Duration> pauses = new ArrayList<>();
    private long nanos = 1_000_000_000L;

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public void pause(Duration time, CountDownLatch until) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        pass(time);
    }

    /** Lets time pass. */
    public synchronized void pass(Duration time) {
        nanos += time.toNanos();
        pauses.add(time);
    }

    /** All that passed so far. */
    public synchronized List<Duration> pauses() {
        return List.copyOf(pauses);
    }
}
