package io.causalgrid.grid.core.series;

import java.time.Instant;

/**
 * What is foreseen of series: what is true now is known until it changes, and each later value is multiplied by 1 + error * n, where
 * n has mean 0 and standard deviation 1 and is much the same from one hour to the next (an autoregressive process, cut off after
 * {@value #HOURS} hours), and another one for each quantity. Factors are from 0 to 2, so that what is drawn or given has no other
 * sign. The same seed gives the same forecasts, at each time the same of the same future.
 *
 * @param error as a share, from 0 (the truth) to 1
 */
public record Foresight(double error, long seed) {
    /** The future is known. */
    public static final Foresight PERFECT = new Foresight(0, 0);

    private static final int HOURS = 12;
    private static final double KEPT_AN_HOUR = 0.8;
    private static final long SECONDS_AN_HOUR = 3_600;
    private static final double UNIT = norm();

    public Foresight {
        if (!(error >= 0 && error <= 1)) {
            throw new IllegalArgumentException("an error of " + error);
        }
    }

    /** A course as it is foreseen. */
    public Course seen(Course truth, Instant now) {
        return error == 0 ? truth : truth.replacing(recorded -> seenOf(recorded, now));
    }

    /** What a file records as it is foreseen. */
    public Course seenOf(Recorded truth, Instant now) {
        return error == 0 ? truth : new Forecast(truth, this, now);
    }

    /** By what a value that holds from a time on is multiplied. */
    double factor(Quantity quantity, Instant from) {
        long hour = Math.floorDiv(from.getEpochSecond(), SECONDS_AN_HOUR);
        double sum = 0;
        double weight = 1;
        for (int back = 0; back < HOURS; back++) {
            sum += weight * shock(quantity, hour - back);
            weight *= KEPT_AN_HOUR;
        }
        return Math.clamp(1 + error * sum / UNIT, 0, 2);
    }

    /** Nearly normal, by chance of the seed: the sum of four even ones. */
    private double shock(Quantity quantity, long hour) {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            long mixed = mixed(mixed(mixed(seed) + number(quantity) * 4L + i) + hour);
            sum += (mixed >>> 11) * 0x1.0p-53 - 0.5;
        }
        return sum * Math.sqrt(3);
    }

    /** So that figures can be repeated, whatever becomes of the order or the names. */
    private static long number(Quantity quantity) {
        return switch (quantity) {
            case BASE_LOAD -> 0;
            case SUN -> 1;
            case PRICE -> 2;
            case CARBON -> 3;
        };
    }

    /** Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014. */
    private static long mixed(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    private static double norm() {
        double squares = 0;
        for (int back = 0; back < HOURS; back++) {
            squares += Math.pow(KEPT_AN_HOUR, 2.0 * back);
        }
        return Math.sqrt(squares);
    }
}
