package io.causalgrid.benchmarks.report;

import io.causalgrid.benchmarks.report.Target.Verdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that one run has measured.
 *
 * @param conditions under which it was, by name: machine, settings
 * @param sections in the order of their numbers
 * @param verdicts on the targets whose lines were measured
 */
public record Report(Map<String, String> conditions, List<Section> sections, List<Verdict> verdicts) {
    /** Measurements that belong together. */
    public record Section(Heading heading, List<Line> lines) {}

    /** One quantity. */
    public record Line(String name, Unit unit, Series series) {}

    /** Keeps the order of the conditions. */
    public Report {
        conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        sections = List.copyOf(sections);
        verdicts = List.copyOf(verdicts);
    }

    /** One without targets. */
    public Report(Map<String, String> conditions, List<Section> sections) {
        this(conditions, sections, List.of());
    }

    /** The same, with what became of these targets. */
    public Report judgedBy(List<Target> targets) {
        List<Verdict> judged =
                targets.stream().flatMap(target -> target.judge(this).stream()).toList();
        return new Report(conditions, sections, judged);
    }
}
