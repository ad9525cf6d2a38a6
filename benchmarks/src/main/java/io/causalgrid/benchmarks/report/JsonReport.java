package io.causalgrid.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causalgrid.benchmarks.report.Report.Line;
import io.causalgrid.benchmarks.report.Report.Section;
import io.causalgrid.benchmarks.report.Target.Verdict;

/** A report for programmes, with the value of every round. */
public final class JsonReport {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonReport() {}

    /** The report as a JSON document, with a line break at the end. */
    public static String of(Report report) {
        ObjectNode document = JSON.createObjectNode();
        ObjectNode conditions = document.putObject("conditions");
        report.conditions().forEach(conditions::put);
        var sections = document.putArray("sections");
        report.sections().forEach(section -> sections.add(section(section)));
        var targets = document.putArray("targets");
        report.verdicts().forEach(verdict -> targets.add(verdict(verdict)));
        try {
            return JSON.writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers have no JSON form", e);
        }
    }

    private static ObjectNode section(Section section) {
        ObjectNode node = JSON.createObjectNode();
        node.put("number", section.heading().number());
        node.put("title", section.heading().title());
        var lines = node.putArray("lines");
        section.lines().forEach(line -> lines.add(line(line)));
        return node;
    }

    private static ObjectNode verdict(Verdict verdict) {
        Target target = verdict.target();
        ObjectNode node = JSON.createObjectNode();
        node.put("section", target.heading().number());
        node.put("line", target.line());
        node.put("unit", verdict.unit().symbol());
        node.put("median", verdict.median());
        node.put("bound", target.bound().words());
        node.put("limit", target.limit());
        node.put("reached", verdict.isReached());
        return node;
    }

    private static ObjectNode line(Line line) {
        Series series = line.series();
        ObjectNode node = JSON.createObjectNode();
        node.put("name", line.name());
        node.put("unit", line.unit().symbol());
        node.put("median", series.median());
        node.put("min", series.min());
        node.put("max", series.max());
        node.put("spread", series.spread());
        var rounds = node.putArray("rounds");
        series.rounds().forEach(rounds::add);
        return node;
    }
}
