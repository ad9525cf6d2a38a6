package io.causalgrid.grid.core.series;

/** What a series is of. */
public enum Quantity {
    /** In watts, not negative. */
    POWER,
    /** Of a kilowatt-hour, in any currency. */
    PRICE,
    /** In grams of carbon dioxide a kilowatt-hour, not negative. */
    CARBON
}
