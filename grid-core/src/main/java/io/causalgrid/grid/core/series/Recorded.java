package io.causalgrid.grid.core.series;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a file records, and what holds before and after. The last value holds for as long as the one before it did.
 *
 * @param quantity that it is of
 * @param name of the file
 * @param values from each time on; at least two
 * @param otherwise what holds where there is no value
 */
public record Recorded(Quantity quantity, String name, NavigableMap<Instant, Double> values, Course otherwise)
        implements Course {
    public Recorded {
        values = Collections.unmodifiableNavigableMap(new TreeMap<>(values));
        if (values.size() < 2 || !values.values().stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a series of " + values.size() + " values");
        }
    }

    /** When it ends. */
    public Instant end() {
        Instant last = values.lastKey();
        return last.plus(Duration.between(values.lowerKey(last), last));
    }

    @Override
    public double at(Instant time) {
        var value = values.floorEntry(time);
        return value == null || !time.isBefore(end()) ? otherwise.at(time) : value.getValue();
    }

    @Override
    public Instant nextChange(Instant after) {
        Instant next = values.higherKey(after);
        if (after.isBefore(values.firstKey())) {
            return Course.earlier(values.firstKey(), otherwise.nextChange(after));
        }
        if (next != null) {
            return next;
        }
        Instant end = end();
        return after.isBefore(end) ? end : otherwise.nextChange(after);
    }

    @Override
    public double lowest() {
        return Math.min(Collections.min(values.values()), otherwise.lowest());
    }

    @Override
    public double highest() {
        return Math.max(Collections.max(values.values()), otherwise.highest());
    }
}
