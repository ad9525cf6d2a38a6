package io.causalgrid.grid.core.simulation;

import io.causalgrid.grid.core.series.Course;
import io.causalgrid.grid.core.series.Foresight;
import java.util.Optional;

/**
 * What energy from the grid costs, and what is foreseen of that, of base loads and of the sun.
 *
 * @param prices of a kilowatt-hour
 * @param carbon in grams of carbon dioxide a kilowatt-hour; empty if nothing is known of it
 */
public record Supply(Course prices, Optional<Course> carbon, Foresight foresight) {
    /** One of which only the price is known, and that for ever. */
    public static Supply at(Course prices) {
        return new Supply(prices, Optional.empty(), Foresight.PERFECT);
    }
}
