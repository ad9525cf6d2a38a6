package io.causalgrid.grid.core.network;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Bounds that hold from one time of day until another, and the one that holds between them. Confined to one thread. */
final class TimesOfDay {
    private record Window(LocalTime from, LocalTime until, double bound) {
        /** Over midnight if it ends at a time before its beginning. */
        boolean has(LocalTime time) {
            return from.isBefore(until)
                    ? !time.isBefore(from) && time.isBefore(until)
                    : !time.isBefore(from) || time.isBefore(until);
        }
    }

    private final double otherwise;
    private final List<Window> windows = new ArrayList<>();

    TimesOfDay(double otherwise) {
        this.otherwise = otherwise;
    }

    /**
     * Adds what holds for some time.
     *
     * @param source has its {@code from} and {@code until}
     * @throws InvalidNetworkException if these are no times of day, are the same, or are within another's
     */
    void add(Members source, double bound) {
        var window = new Window(source.timeOfDay("from"), source.timeOfDay("until"), bound);
        if (window.from().equals(window.until())) {
            throw source.wrong(
                    "until", "from " + window.from() + " until " + window.until() + " is no time, or all day");
        }
        for (Window other : windows) {
            if (other.has(window.from()) || window.has(other.from())) {
                throw source.error("from %s until %s and from %s until %s are partly the same time"
                        .formatted(other.from(), other.until(), window.from(), window.until()));
            }
        }
        windows.add(window);
    }

    /** By the time of day from which on they hold. */
    NavigableMap<LocalTime, Double> values() {
        NavigableMap<LocalTime, Double> values = new TreeMap<>();
        values.put(LocalTime.MIDNIGHT, at(LocalTime.MIDNIGHT));
        for (Window window : windows) {
            values.put(window.from(), window.bound());
            values.put(window.until(), at(window.until()));
        }
        return values;
    }

    private double at(LocalTime time) {
        return windows.stream()
                .filter(window -> window.has(time))
                .findFirst()
                .map(Window::bound)
                .orElse(otherwise);
    }
}
