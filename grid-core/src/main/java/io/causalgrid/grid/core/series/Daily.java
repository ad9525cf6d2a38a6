package io.causalgrid.grid.core.series;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * By the time of day, the same every day: a tariff, or what a contract allows at night. On the days of 23 and 25 hours it goes by
 * what clocks show: times of day that are skipped or come again take their values along.
 *
 * @param values from each time of day on; the last one of the day holds until the first one of the next; at least one
 * @param zone whose time of day it is
 */
public record Daily(NavigableMap<LocalTime, Double> values, ZoneId zone) implements Course {
    public Daily {
        values = Collections.unmodifiableNavigableMap(new TreeMap<>(values));
        if (values.isEmpty() || !values.values().stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("of times of day there are values");
        }
    }

    @Override
    public double at(Instant time) {
        var from = values.floorEntry(time.atZone(zone).toLocalTime());
        return (from == null ? values.lastEntry() : from).getValue();
    }

    @Override
    public Instant nextChange(Instant after) {
        if (isConstant()) {
            return Instant.MAX;
        }
        ZonedDateTime local = after.atZone(zone);
        LocalTime later = values.higherKey(local.toLocalTime());
        LocalDate day = local.toLocalDate();
        LocalDateTime next = later == null ? day.plusDays(1).atTime(values.firstKey()) : day.atTime(later);
        // Of a time that comes twice the one with the offset of now: an earlier one would not be after now.
        Instant byClock = ZonedDateTime.ofLocal(next, zone, local.getOffset()).toInstant();
        ZoneOffsetTransition changed = zone.getRules().nextTransition(after);
        return changed == null || byClock.isBefore(changed.getInstant()) ? byClock : changed.getInstant();
    }

    @Override
    public double lowest() {
        return Collections.min(values.values());
    }

    @Override
    public double highest() {
        return Collections.max(values.values());
    }
}
