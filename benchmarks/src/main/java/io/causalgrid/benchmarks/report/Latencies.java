package io.causalgrid.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** Times of single requests. One thread only. */
public final class Latencies {
    private static final double NANOS_IN_MILLISECOND = 1e6;

    private final List<Long> nanos = new ArrayList<>();

    /** Adds one. */
    public void add(long timeNanos) {
        nanos.add(timeNanos);
    }

    /** Adds all that another thread has collected, and is done with. */
    public void addAll(Latencies others) {
        nanos.addAll(others.nanos);
    }

    /** How many there are. */
    public int count() {
        return nanos.size();
    }

    /**
     * The least of the times that this share of all does not exceed (nearest rank).
     *
     * @param percent above 0, at most 100; 50 gives the median
     * @throws IllegalStateException if there is no time
     */
    public double percentileMillis(double percent) {
        if (nanos.isEmpty()) {
            throw new IllegalStateException("nothing was timed");
        }
        List<Long> sorted = nanos.stream().sorted().toList();
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(1, rank) - 1) / NANOS_IN_MILLISECOND;
    }
}
