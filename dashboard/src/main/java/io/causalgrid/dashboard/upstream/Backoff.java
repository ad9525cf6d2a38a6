package io.causalgrid.dashboard.upstream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: doubling from {@code first} to {@code longest}, each time spread evenly over
 * half to one and a half of that, so that dashboards which lost a service together do not come back together.
 */
record Backoff(Duration first, Duration longest) {
    /**
     * The wait before the next attempt.
     *
     * @param failures in a row, at least 1
     */
    Duration delay(int failures, RandomGenerator random) {
        int doublings = Math.min(failures - 1, 20);
        long meanMillis = Math.min(first.toMillis() << doublings, longest.toMillis());
        return Duration.ofMillis(Math.max(1, Math.round(meanMillis * (0.5 + random.nextDouble()))));
    }
}
