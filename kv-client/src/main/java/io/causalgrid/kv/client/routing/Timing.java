package io.causalgrid.kv.client.routing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Time as the client sees it, so that tests can have their own. */
public interface Timing {

    /** Nanoseconds since some point, which only grow. */
    long nanoTime();

    /** Waits that long, or until the latch opens. */
    void pause(Duration time, CountDownLatch until) throws InterruptedException;

    /** The machine's. */
    static Timing system() {
        return new Timing() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void pause(Duration time, CountDownLatch until) throws InterruptedException {
                var _ = until.await(time.toNanos(), TimeUnit.NANOSECONDS);
            }
        };
    }
}
