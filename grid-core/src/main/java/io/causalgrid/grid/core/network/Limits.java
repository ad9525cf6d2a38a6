package io.causalgrid.grid.core.network;

import java.util.Arrays;

/** The bounds of a network's limits for one stretch of time, in the order of {@link Network#limits()}. Immutable. */
public final class Limits {
    /** Sums of many currents carry rounding errors; a violation is what exceeds its bound by more than this share. */
    public static final double TOLERANCE = 1e-9;

    private final double[] bounds;

    Limits(double[] bounds) {
        this.bounds = bounds;
    }

    public int count() {
        return bounds.length;
    }

    /** The bound of a limit, in its unit. */
    public double bound(int limit) {
        return bounds[limit];
    }

    /** Whether a load is too much. */
    public boolean isViolated(int limit, double load) {
        return load > bounds[limit] + TOLERANCE * Math.max(1, bounds[limit]);
    }

    /** These limits with one bound changed. */
    public Limits with(int limit, double bound) {
        double[] changed = Arrays.copyOf(bounds, bounds.length);
        changed[limit] = bound;
        return new Limits(changed);
    }
}
