package io.causalgrid.benchmarks.report;

import io.causalgrid.benchmarks.report.Report.Line;
import io.causalgrid.benchmarks.report.Report.Section;
import io.causalgrid.benchmarks.report.Target.Verdict;
import java.util.List;
import java.util.Locale;

/** A report for people. Columns are aligned over the whole report; what was measured once has no spread. */
public final class TextTable {
    private static final int NUMBER_COLUMNS = 12;
    private static final int UNIT_COLUMNS = 5;
    private static final int SECTION_COLUMNS = 3; // before the names of targets

    private TextTable() {}

    /** The report as lines of text, with a line break at the end. */
    public static String of(Report report) {
        int nameColumns = report.sections().stream()
                .flatMap(section -> section.lines().stream())
                .mapToInt(line -> line.name().length())
                .max()
                .orElse(0);
        var text = new StringBuilder();
        report.conditions().forEach((name, value) -> text.append(name + ": " + value + "\n"));
        report.sections().forEach(section -> append(text, section, nameColumns));
        if (!report.verdicts().isEmpty()) {
            text.append("\nTargets\n");
            report.verdicts().forEach(verdict -> text.append(verdict(verdict, nameColumns)));
        }
        return text.toString();
    }

    private static String verdict(Verdict verdict, int nameColumns) {
        Target target = verdict.target();
        String name = target.heading().number() + ": " + target.line();
        String padding = " ".repeat(Math.max(0, nameColumns + SECTION_COLUMNS - name.length()));
        String wanted = target.bound().words() + " " + verdict.unit().format(target.limit());
        String reached = verdict.isReached() ? "  reached" : "  NOT REACHED";
        String median = verdict.unit().format(verdict.median());
        return row(name + padding, List.of(median, verdict.unit().symbol(), wanted))
                        .stripTrailing() + reached + "\n";
    }

    private static void append(StringBuilder text, Section section, int nameColumns) {
        text.append("\n" + section.heading().number() + ". " + section.heading().title() + "\n");
        text.append(row(" ".repeat(nameColumns), List.of("median", "", "least", "most", "spread")));
        for (Line line : section.lines()) {
            String name = line.name() + " ".repeat(nameColumns - line.name().length());
            text.append(row(name, cells(line)));
        }
    }

    private static List<String> cells(Line line) {
        Series series = line.series();
        String median = line.unit().format(series.median());
        if (series.rounds().size() == 1) {
            return List.of(median, line.unit().symbol(), "", "", "");
        }
        return List.of(
                median,
                line.unit().symbol(),
                line.unit().format(series.min()),
                line.unit().format(series.max()),
                String.format(Locale.ROOT, "%.0f %%", 100 * series.spread()));
    }

    private static String row(String name, List<String> cells) {
        var row = new StringBuilder("  " + name);
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            boolean isUnit = column == 1;
            String padding = " ".repeat(Math.max(1, (isUnit ? UNIT_COLUMNS : NUMBER_COLUMNS) - cell.length()));
            row.append(isUnit ? " " + cell + padding : padding + cell);
        }
        return row.toString().stripTrailing() + "\n";
    }
}
