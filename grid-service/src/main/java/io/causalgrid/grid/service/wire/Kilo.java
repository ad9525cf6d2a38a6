package io.causalgrid.grid.service.wire;

/** Thousands, to three decimals: what people read. */
final class Kilo {
    private Kilo() {}

    static double of(double units) {
        return Math.round(units) / 1_000.0;
    }
}
