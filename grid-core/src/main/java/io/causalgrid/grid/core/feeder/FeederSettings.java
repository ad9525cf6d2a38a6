package io.causalgrid.grid.core.feeder;

import java.time.Duration;
import java.util.Map;

/**
 * How substations share a feeder; the same for all of them, but for the first.
 *
 * @param substation the one that these are for
 * @param rightsWatts what each of them, itself included, may use at any time without asking; together at most the feeder's limit
 * @param term how long a loan lasts from its request on, by the borrower's clock; longer than orders last
 * @param skew by how much two clocks may differ over a term
 * @param renewal how often a substation that borrows asks again; a small part of the term
 */
public record FeederSettings(
        String substation, Map<String, Double> rightsWatts, Duration term, Duration skew, Duration renewal) {
    public FeederSettings {
        rightsWatts = Map.copyOf(rightsWatts);
        if (!rightsWatts.containsKey(substation)) {
            throw new IllegalArgumentException(substation + " has no right");
        }
        if (!term.isPositive() || skew.isNegative() || !renewal.isPositive() || renewal.compareTo(term) >= 0) {
            throw new IllegalArgumentException("term %s, skew %s, renewal %s".formatted(term, skew, renewal));
        }
    }

    double ownWatts() {
        return rightsWatts.getOrDefault(substation, 0.0);
    }
}
