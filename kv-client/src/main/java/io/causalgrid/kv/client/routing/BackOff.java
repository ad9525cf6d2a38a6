package io.causalgrid.kv.client.routing;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before all endpoints are asked once more: a random time up to a bound that doubles ("full jitter", Brooker,
 * "Exponential Backoff and Jitter", AWS Architecture Blog, 2015), so that clients which failed together do not return together.
 *
 * @param first the bound before the first repetition
 * @param max the highest bound
 */
public record BackOff(Duration first, Duration max) {
    private static final int DOUBLINGS_MAX = 20;

    public BackOff {
        if (!first.isPositive() || first.compareTo(max) > 0) {
            throw new IllegalArgumentException("pauses grow from more than nothing, not from " + first + " to " + max);
        }
    }

    Duration pause(int repetition, RandomGenerator random) {
        long doubled = first.toNanos() << Math.min(repetition, DOUBLINGS_MAX);
        long bound = doubled <= 0 ? max.toNanos() : Math.min(doubled, max.toNanos());
        return Duration.ofNanos(random.nextLong(bound + 1));
    }
}
