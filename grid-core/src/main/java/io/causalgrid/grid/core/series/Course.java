package io.causalgrid.grid.core.series;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * A quantity in time, in steps, for ever. Whoever wants to know when it changes asks for one change after the other, as far as
 * he looks ahead; nothing is laid out in advance. Immutable.
 */
public sealed interface Course permits AtLeast, Capped, Changing, Constant, Daily, Forecast, Recorded, Sum {
    /** One that never changes. */
    static Course constant(double value) {
        return new Constant(value);
    }

    /** What it is at a time. */
    double at(Instant time);

    /** When it may next change, after a time; {@link Instant#MAX} if it will not. */
    Instant nextChange(Instant after);

    /** No more than it ever is. */
    double lowest();

    /** No less than it ever is. */
    double highest();

    /** Whether it is known never to change. */
    default boolean isConstant() {
        return lowest() == highest();
    }

    /** The lowest from {@code from} to just before {@code until}; that at {@code from} if that is no time at all. */
    default double lowest(Instant from, Instant until) {
        double lowest = at(from);
        for (Instant time = nextChange(from); time.isBefore(until); time = nextChange(time)) {
            lowest = Math.min(lowest, at(time));
        }
        return lowest;
    }

    /** The mean from {@code from} to {@code until}; what it is at {@code from} if that is no time at all. */
    default double mean(Instant from, Instant until) {
        if (!from.isBefore(until)) {
            return at(from);
        }
        double sum = 0;
        for (Instant time = from; time.isBefore(until); ) {
            Instant change = nextChange(time);
            Instant next = change.isBefore(until) ? change : until;
            sum += at(time) * Duration.between(time, next).toMillis();
            time = next;
        }
        return sum / Duration.between(from, until).toMillis();
    }

    /** This, but at most {@code bound} from {@code from} to just before {@code until}. */
    default Course capped(double bound, Instant from, Instant until) {
        return from.isBefore(until) ? new Capped(this, bound, from, until) : this;
    }

    /** This and so many times another. */
    default Course plus(double factor, Course other) {
        return factor == 0 ? this : new Sum(this, factor, other);
    }

    /** This with something else in place of what files record. */
    default Course replacing(Function<Recorded, Course> other) {
        return switch (this) {
            case Constant _, Daily _, Changing _ -> this;
            case Recorded recorded -> other.apply(recorded);
            case Forecast forecast -> {
                Course replaced = other.apply(forecast.truth());
                yield replaced.equals(forecast.truth()) ? forecast : replaced;
            }
            case AtLeast(Course course, double least) -> new AtLeast(course.replacing(other), least);
            case Capped(Course course, double bound, Instant from, Instant until) ->
                new Capped(course.replacing(other), bound, from, until);
            case Sum(Course one, double factor, Course two) ->
                new Sum(one.replacing(other), factor, two.replacing(other));
        };
    }

    /** The earlier of two times. */
    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
