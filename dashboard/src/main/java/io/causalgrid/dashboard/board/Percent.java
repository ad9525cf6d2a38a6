package io.causalgrid.dashboard.board;

/** Shares of a whole, for bars. */
final class Percent {
    private Percent() {}

    /** From 0 to 100, with one decimal; 0 of nothing. */
    static double of(double part, double whole) {
        if (!(whole > 0)) {
            return 0;
        }
        return Math.round(Math.clamp(part / whole, 0, 1) * 1000) / 10.0;
    }
}
