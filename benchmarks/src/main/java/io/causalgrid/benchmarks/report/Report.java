package io.causalgrid.benchmarks.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that one run has measured.
 *
 * @param conditions under which it was, by name: machine, settings
 * @param sections in the order of their numbers
 */
public record Report(Map<String, String> conditions, List<Section> sections) {
    /** Measurements that belong together. */
    public record Section(Heading heading, List<Line> lines) {}

    /** One quantity. */
    public record Line(String name, Unit unit, Series series) {}

    /** Keeps the order of the conditions. */
    public Report {
        conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
        sections = List.copyOf(sections);
    }
}
