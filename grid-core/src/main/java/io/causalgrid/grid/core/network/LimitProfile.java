package io.causalgrid.grid.core.network;

import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A bound that varies in time in steps: what a transformer leaves beside its other load, or what a grid operator orders.
 *
 * @param initial the bound until the first change; not negative
 * @param changes the bound from each instant on; not negative
 */
public record LimitProfile(double initial, NavigableMap<Instant, Double> changes) {
    public LimitProfile {
        requireBound(initial);
        changes = Collections.unmodifiableNavigableMap(new TreeMap<>(changes));
        changes.values().forEach(LimitProfile::requireBound);
    }

    /** One that never changes. */
    public static LimitProfile constant(double bound) {
        return new LimitProfile(bound, new TreeMap<>());
    }

    /** The bound at an instant. */
    public double at(Instant time) {
        var change = changes.floorEntry(time);
        return change == null ? initial : change.getValue();
    }

    /** The lowest bound from {@code from} to just before {@code until}; that at {@code from} if that is no time at all. */
    public double lowest(Instant from, Instant until) {
        double lowest = at(from);
        if (!changes.isEmpty() && from.isBefore(until)) {
            for (double bound : changes.subMap(from, false, until, false).values()) {
                lowest = Math.min(lowest, bound);
            }
        }
        return lowest;
    }

    /** The lowest bound of all times. */
    public double lowest() {
        return Math.min(
                initial,
                changes.values().stream().mapToDouble(Double::doubleValue).min().orElse(initial));
    }

    /** The highest bound of all times. */
    public double highest() {
        return Math.max(
                initial,
                changes.values().stream().mapToDouble(Double::doubleValue).max().orElse(initial));
    }

    /** This profile, but at most {@code bound} from {@code from} to just before {@code until}. */
    public LimitProfile capped(double bound, Instant from, Instant until) {
        if (!from.isBefore(until)) {
            return this;
        }
        NavigableMap<Instant, Double> capped = new TreeMap<>(changes);
        capped.put(from, at(from));
        capped.put(until, at(until));
        capped.subMap(from, true, until, false).replaceAll((_, before) -> Math.min(before, bound));
        return new LimitProfile(initial, capped);
    }

    private static void requireBound(double bound) {
        if (!(bound >= 0 && bound < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a limit of " + bound);
        }
    }
}
