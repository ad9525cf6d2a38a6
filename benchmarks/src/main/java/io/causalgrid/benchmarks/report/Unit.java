package io.causalgrid.benchmarks.report;

import java.util.Locale;

/** What a quantity is counted in. A megabyte has 1,000,000 bytes. */
public enum Unit {
    PER_SECOND("/s", 0),
    SECONDS("s", 2),
    MILLISECONDS("ms", 2),
    COUNT("", 0),
    AVERAGE("", 2),
    BYTES("B", 0),
    MEGABYTES("MB", 1),
    MEGABYTES_PER_SECOND("MB/s", 1),
    BYTES_PER_BYTE("B/B", 2),
    RATIO("x", 3);

    private final String symbol;
    private final int decimals;

    Unit(String symbol, int decimals) {
        this.symbol = symbol;
        this.decimals = decimals;
    }

    /** How it is abbreviated. */
    public String symbol() {
        return symbol;
    }

    /** The value for people, without the unit. */
    public String format(double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
