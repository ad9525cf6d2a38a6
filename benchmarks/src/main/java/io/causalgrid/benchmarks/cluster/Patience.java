package io.causalgrid.benchmarks.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for a condition, with an end to it. */
public final class Patience {
    private static final long POLL_MILLIS = 25;

    private Patience() {}

    /**
     * Returns as soon as the condition holds, or the time is up.
     *
     * @return whether it holds
     */
    public static boolean await(Duration most, BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > most.toNanos()) {
                return false;
            }
            pause();
        }
        return true;
    }

    /**
     * Waits until the condition holds.
     *
     * @param what it is, for the message
     * @return the seconds that it took
     * @throws ReplicaTroubleException if it does not hold in time
     */
    public static double seconds(String what, Duration most, BooleanSupplier condition) {
        long began = System.nanoTime();
        if (!await(most, condition)) {
            throw new ReplicaTroubleException("waited " + most.toSeconds() + " s in vain: " + what);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReplicaTroubleException("interrupted while waiting", e);
        }
    }
}
