package io.causalgrid.grid.core.series;

import java.time.Instant;

/** A course and so many times another. */
record Sum(Course one, double factor, Course other) implements Course {
    @Override
    public double at(Instant time) {
        return one.at(time) + factor * other.at(time);
    }

    @Override
    public Instant nextChange(Instant after) {
        return Course.earlier(one.nextChange(after), other.nextChange(after));
    }

    @Override
    public double lowest() {
        return one.lowest() + factor * (factor < 0 ? other.highest() : other.lowest());
    }

    @Override
    public double highest() {
        return one.highest() + factor * (factor < 0 ? other.lowest() : other.highest());
    }
}
