package io.causalgrid.grid.core.network;

import io.causalgrid.grid.core.series.AtLeast;
import io.causalgrid.grid.core.series.Changing;
import io.causalgrid.grid.core.series.Course;
import java.time.Instant;
import java.util.NavigableMap;

/**
 * A bound that varies in time in steps: what a transformer leaves beside its other load, or what a grid operator orders.
 *
 * @param bound never negative
 */
public record LimitProfile(Course bound) {
    public LimitProfile {
        if (bound.lowest() < 0) {
            throw new IllegalArgumentException("a limit of " + bound.lowest());
        }
    }

    /**
     * One that changes at some instants.
     *
     * @param initial the bound until the first change; not negative
     * @param changes the bound from each instant on; not negative
     */
    public LimitProfile(double initial, NavigableMap<Instant, Double> changes) {
        this(new Changing(initial, changes));
    }

    /** One that never changes. */
    public static LimitProfile constant(double bound) {
        return new LimitProfile(Course.constant(bound));
    }

    /** The bound at an instant. */
    public double at(Instant time) {
        return bound.at(time);
    }

    /** When the bound may next change; {@link Instant#MAX} if it will not. */
    public Instant nextChange(Instant after) {
        return bound.nextChange(after);
    }

    /** The lowest bound from {@code from} to just before {@code until}; that at {@code from} if that is no time at all. */
    public double lowest(Instant from, Instant until) {
        return bound.lowest(from, until);
    }

    /** No more than the bound ever is. */
    public double lowest() {
        return bound.lowest();
    }

    /** No less than the bound ever is. */
    public double highest() {
        return bound.highest();
    }

    /** This profile, but at most {@code most} from {@code from} to just before {@code until}. */
    public LimitProfile capped(double most, Instant from, Instant until) {
        return new LimitProfile(bound.capped(most, from, until));
    }

    /**
     * What is left beside another load.
     *
     * @param load in the bound's unit; negative where it feeds in
     * @param least that is left in any case, since it flows anyway
     */
    LimitProfile beside(Course load, double least) {
        return new LimitProfile(new AtLeast(bound.plus(-1, load), least));
    }
}
