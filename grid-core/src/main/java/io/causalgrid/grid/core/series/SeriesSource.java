package io.causalgrid.grid.core.series;

import java.time.Instant;
import java.time.ZoneId;
import java.util.NavigableMap;

/** Where the series are that a description names. */
@FunctionalInterface
public interface SeriesSource {
    /** There are none. */
    SeriesSource NONE = (_, _, _) -> {
        throw new InvalidSeriesException("series are read with a site's file alone");
    };

    /**
     * Reads one.
     *
     * @param zone of times without an offset
     * @return at least two values, each from its time on
     * @throws InvalidSeriesException if it cannot be read
     */
    NavigableMap<Instant, Double> read(String name, Quantity quantity, ZoneId zone);
}
