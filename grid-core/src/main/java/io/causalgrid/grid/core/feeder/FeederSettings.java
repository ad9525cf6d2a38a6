package io.causalgrid.grid.core.feeder;

import java.time.Duration;
import java.util.Map;

/**
 * How a substation shares a feeder. Durations are of real time.
 *
 * @param substation the one that these are for
 * @param rightsWatts what each of them, itself included, may use at any time without asking; together at most the feeder's limit
 * @param term how long its loans last, and for how long it uses those of others at the most; longer than orders last
 * @param skew by how much two clocks may differ over a term
 * @param renewal how often it asks again when it borrows; a small part of the term
 * @param pace how fast the time passes that it is told; 1 but for demonstrations
 */
public record FeederSettings(
        String substation,
        Map<String, Double> rightsWatts,
        Duration term,
        Duration skew,
        Duration renewal,
        double pace) {
    public FeederSettings {
        rightsWatts = Map.copyOf(rightsWatts);
        if (!rightsWatts.containsKey(substation)) {
            throw new IllegalArgumentException(substation + " has no right");
        }
        if (!term.isPositive() || skew.isNegative() || !renewal.isPositive() || renewal.compareTo(term) >= 0) {
            throw new IllegalArgumentException("term %s, skew %s, renewal %s".formatted(term, skew, renewal));
        }
        if (!(pace > 0 && pace < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a pace of " + pace);
        }
    }

    double ownWatts() {
        return rightsWatts.getOrDefault(substation, 0.0);
    }

    /** What passes of the time that it is told. */
    Duration paced(Duration real) {
        return pace == 1 ? real : Duration.ofNanos(Math.round(real.toNanos() * pace));
    }
}
