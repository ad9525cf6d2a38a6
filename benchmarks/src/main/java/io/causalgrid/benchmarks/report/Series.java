package io.causalgrid.benchmarks.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One quantity, measured once a round.
 *
 * @param rounds at least one value, in the order in which they were measured
 */
public record Series(List<Double> rounds) {
    /** @throws IllegalArgumentException if there is no value */
    public Series {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("a series needs a value");
        }
        rounds = List.copyOf(rounds);
    }

    /** The value in the middle; of two in the middle their mean. */
    public double median() {
        List<Double> sorted = rounds.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The least value. */
    public double min() {
        return rounds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /** The greatest value. */
    public double max() {
        return rounds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** How far the least and the greatest lie apart, as a share of the median; 0 if that is 0. */
    public double spread() {
        return median() == 0 ? 0 : (max() - min()) / Math.abs(median());
    }

    /**
     * The ratios to another series, round by round: what disturbs a whole round then cancels out.
     *
     * @throws IllegalArgumentException if the other one has not as many rounds
     */
    public Series dividedBy(Series other) {
        if (other.rounds.size() != rounds.size()) {
            throw new IllegalArgumentException(
                    rounds.size() + " rounds and " + other.rounds.size() + " have no ratios");
        }
        return new Series(IntStream.range(0, rounds.size())
                .mapToObj(round -> rounds.get(round) / other.rounds.get(round))
                .toList());
    }
}
