package io.causalgrid.benchmarks.report;

import io.causalgrid.benchmarks.report.Report.Line;
import java.util.Optional;

/**
 * What a line's median is to reach.
 *
 * @param heading of the line's section
 * @param line its name
 * @param bound which side of the limit is the good one
 * @param limit in the line's unit; it is reached already
 */
public record Target(Heading heading, String line, Bound bound, double limit) {
    /** Which values are good. */
    public enum Bound {
        /** The limit and more. */
        AT_LEAST("at least"),

        /** The limit and less. */
        AT_MOST("at most");

        private final String words;

        Bound(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /**
     * What became of a target.
     *
     * @param median of the line
     * @param isReached whether that is on the right side of the limit
     */
    public record Verdict(Target target, Unit unit, double median, boolean isReached) {}

    /** Judges by a report; empty if the line was not measured. */
    Optional<Verdict> judge(Report report) {
        return report.sections().stream()
                .filter(section -> section.heading().equals(heading))
                .flatMap(section -> section.lines().stream())
                .filter(candidate -> candidate.name().equals(line))
                .findFirst()
                .map(this::judge);
    }

    private Verdict judge(Line measured) {
        double median = measured.series().median();
        boolean reached =
                switch (bound) {
                    case AT_LEAST -> median >= limit;
                    case AT_MOST -> median <= limit;
                };
        return new Verdict(this, measured.unit(), median, reached);
    }
}
