package io.causalgrid.grid.core.series;

import java.time.Instant;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Another value from each of some instants on.
 *
 * @param initial until the first change
 * @param changes by the time from which on they hold
 */
public record Changing(double initial, NavigableMap<Instant, Double> changes) implements Course {
    public Changing {
        changes = Collections.unmodifiableNavigableMap(new TreeMap<>(changes));
        if (!Double.isFinite(initial) || !changes.values().stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(initial + ", then " + changes);
        }
    }

    @Override
    public double at(Instant time) {
        var change = changes.floorEntry(time);
        return change == null ? initial : change.getValue();
    }

    @Override
    public Instant nextChange(Instant after) {
        Instant next = changes.higherKey(after);
        return next == null ? Instant.MAX : next;
    }

    @Override
    public double lowest() {
        return all().getMin();
    }

    @Override
    public double highest() {
        return all().getMax();
    }

    private DoubleSummaryStatistics all() {
        var all = new DoubleSummaryStatistics();
        all.accept(initial);
        changes.values().forEach(all::accept);
        return all;
    }
}
