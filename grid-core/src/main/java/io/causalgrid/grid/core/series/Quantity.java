package io.causalgrid.grid.core.series;

/** What a series is of. */
public enum Quantity {
    /** What is drawn besides vehicles, in watts, not negative. */
    BASE_LOAD,
    /** What the sun gives, in watts, not negative. */
    SUN,
    /** Of a kilowatt-hour, in any currency. */
    PRICE,
    /** In grams of carbon dioxide a kilowatt-hour, not negative. */
    CARBON
}
