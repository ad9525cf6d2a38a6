package io.causalgrid.grid.core.series;

import java.time.Instant;

/** A course that is bounded for some time. */
record Capped(Course course, double bound, Instant from, Instant until) implements Course {
    @Override
    public double at(Instant time) {
        double value = course.at(time);
        return time.isBefore(from) || !time.isBefore(until) ? value : Math.min(value, bound);
    }

    @Override
    public Instant nextChange(Instant after) {
        Instant next = course.nextChange(after);
        if (after.isBefore(from)) {
            return Course.earlier(next, from);
        }
        return after.isBefore(until) ? Course.earlier(next, until) : next;
    }

    @Override
    public double lowest() {
        return Math.min(course.lowest(), bound);
    }

    @Override
    public double highest() {
        return course.highest();
    }
}
