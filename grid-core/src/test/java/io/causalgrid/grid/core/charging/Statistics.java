package io.causalgrid.grid.core.charging;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts what happened. For one thread; those of several runs are added up. */
final class Statistics {
    private final Map<Happening, Long> counts = new EnumMap<>(Happening.class);
    private long runs;

    void count(Happening happening) {
        count(happening, 1);
    }

    void count(Happening happening, long times) {
        if (times > 0) {
            counts.merge(happening, times, Long::sum);
        }
    }

    void countRun() {
        runs++;
    }

    void add(Statistics other) {
        runs += other.runs;
        other.counts.forEach(this::count);
    }

    /** What never happened. */
    Set<Happening> missing() {
        var missing = EnumSet.allOf(Happening.class);
        missing.removeAll(counts.keySet());
        return missing;
    }

    @Override
    public String toString() {
        return runs + " runs\n"
                + counts.entrySet().stream()
                        .map(entry -> "%,14d  %s".formatted(entry.getValue(), entry.getKey()))
                        .collect(Collectors.joining("\n"));
    }
}
