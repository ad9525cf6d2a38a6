package io.causalgrid.grid.core.allocation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The price of energy by the time of day.
 *
 * @param prices of a kilowatt-hour from each time of day on, in any currency; the last one of the day holds until the first
 *     one of the next; at least one
 * @param zone whose time of day it is
 */
public record Tariff(NavigableMap<LocalTime, Double> prices, ZoneId zone) {
    public Tariff {
        prices = Collections.unmodifiableNavigableMap(new TreeMap<>(prices));
        if (prices.isEmpty() || !prices.values().stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a tariff needs prices");
        }
    }

    /** One price at all times. */
    public static Tariff flat(double price) {
        return new Tariff(new TreeMap<>(Map.of(LocalTime.MIDNIGHT, price)), ZoneOffset.UTC);
    }

    /** The price of a kilowatt-hour at a time. */
    public double at(Instant time) {
        var from = prices.floorEntry(time.atZone(zone).toLocalTime());
        return (from == null ? prices.lastEntry() : from).getValue();
    }

    /**
     * When the price may next change, after a time. On a day on which clocks change that is also the change: times of day
     * that are skipped or come again take their prices along.
     */
    public Instant nextChange(Instant after) {
        ZonedDateTime local = after.atZone(zone);
        LocalTime later = prices.higherKey(local.toLocalTime());
        LocalDate day = local.toLocalDate();
        LocalDateTime next = later == null ? day.plusDays(1).atTime(prices.firstKey()) : day.atTime(later);
        // Of a time that comes twice the one with the offset of now: an earlier one would not be after now.
        Instant byClock = ZonedDateTime.ofLocal(next, zone, local.getOffset()).toInstant();
        ZoneOffsetTransition changed = zone.getRules().nextTransition(after);
        return changed == null || byClock.isBefore(changed.getInstant()) ? byClock : changed.getInstant();
    }

    /** Whether the price never changes. */
    public boolean isFlat() {
        return prices.values().stream().distinct().count() == 1;
    }
}
