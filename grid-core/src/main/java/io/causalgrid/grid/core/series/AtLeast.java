package io.causalgrid.grid.core.series;

import java.time.Instant;

/** A course that does not fall below a value. */
public record AtLeast(Course course, double least) implements Course {
    @Override
    public double at(Instant time) {
        return Math.max(course.at(time), least);
    }

    @Override
    public Instant nextChange(Instant after) {
        return course.nextChange(after);
    }

    @Override
    public double lowest() {
        return Math.max(course.lowest(), least);
    }

    @Override
    public double highest() {
        return Math.max(course.highest(), least);
    }
}
