package io.causalgrid.grid.core.series;

import java.time.Instant;

/** What is foreseen of a series at a time. */
record Forecast(Recorded truth, Foresight foresight, Instant now) implements Course {
    @Override
    public double at(Instant time) {
        double value = truth.at(time);
        Instant from = truth.values().floorKey(time);
        boolean isKnown = from == null || !from.isAfter(now) || !time.isBefore(truth.end());
        return isKnown ? value : value * foresight.factor(truth.quantity(), from);
    }

    @Override
    public Instant nextChange(Instant after) {
        return truth.nextChange(after);
    }

    @Override
    public double lowest() {
        return Math.min(Math.min(truth.lowest(), 2 * truth.lowest()), 0);
    }

    @Override
    public double highest() {
        return Math.max(Math.max(truth.highest(), 2 * truth.highest()), 0);
    }
}
