package io.causalgrid.grid.core.series;

import java.time.Instant;

/** Always the same. */
record Constant(double value) implements Course {
    Constant {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("always " + value);
        }
    }

    @Override
    public double at(Instant time) {
        return value;
    }

    @Override
    public Instant nextChange(Instant after) {
        return Instant.MAX;
    }

    @Override
    public double lowest() {
        return value;
    }

    @Override
    public double highest() {
        return value;
    }
}
