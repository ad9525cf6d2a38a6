package io.causalgrid.benchmarks.report;

import io.causalgrid.benchmarks.report.Report.Line;
import io.causalgrid.benchmarks.report.Report.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects values, round by round, while they are measured. One thread only. */
public final class Recorder {
    private final Map<Heading, Map<String, Values>> sections = new LinkedHashMap<>();

    private record Values(Unit unit, List<Double> rounds) {}

    /** Adds the value of the next round; lines appear in the order of their first values. */
    public void add(Heading heading, String name, Unit unit, double value) {
        sections.computeIfAbsent(heading, _ -> new LinkedHashMap<>())
                .computeIfAbsent(name, _ -> new Values(unit, new ArrayList<>()))
                .rounds()
                .add(value);
    }

    /**
     * Adds the ratio of two lines of a section as a line of its own.
     *
     * @throws IllegalArgumentException if one of the two is not there, or they have not as many rounds
     */
    public void addRatio(Heading heading, String name, String dividend, String divisor) {
        Series ratio = series(heading, dividend).dividedBy(series(heading, divisor));
        ratio.rounds().forEach(value -> add(heading, name, Unit.RATIO, value));
    }

    /** All that was collected so far. */
    public Report report(Map<String, String> conditions) {
        List<Section> drawn = sections.entrySet().stream()
                .map(section -> new Section(section.getKey(), lines(section.getValue())))
                .sorted(Comparator.comparingInt(section -> section.heading().number()))
                .toList();
        return new Report(conditions, drawn);
    }

    private Series series(Heading heading, String name) {
        Values values = sections.getOrDefault(heading, Map.of()).get(name);
        if (values == null) {
            throw new IllegalArgumentException("nothing was measured as " + name + " in " + heading);
        }
        return new Series(values.rounds());
    }

    private static List<Line> lines(Map<String, Values> measured) {
        return measured.entrySet().stream()
                .map(line -> new Line(
                        line.getKey(),
                        line.getValue().unit(),
                        new Series(line.getValue().rounds())))
                .toList();
    }
}
