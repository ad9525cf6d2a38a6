package io.causalgrid.grid.core.simulation.report;

import io.causalgrid.grid.core.simulation.Summary;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Summaries as lines of text. */
public final class ResultTable {
    /** Says what a star in a cell means. */
    public static final String STARRED =
            "* in the solution that the bound on the energy is from; sessions fully served have no such bound";

    private static final String SERVED = "sessionsFullyServedPercent";
    private static final List<Column> COLUMNS = List.of(
            new Column("cap kW", "capKw", summary -> OptionalDouble.of(summary.capKw()), 1),
            new Column(
                    "energy %",
                    "energyDeliveredPercent", summary -> OptionalDouble.of(summary.energyDeliveredPercent()), 2),
            new Column("served %", SERVED, Summary::sessionsFullyServedPercent, 1),
            new Column("largest short kWh", "largestShortfallKwh", Summary::largestShortfallKwh, 1),
            new Column("95 % short kWh", "shortfall95Kwh", Summary::shortfall95Kwh, 1),
            new Column("violations", "violations", summary -> OptionalDouble.of((double) summary.violations()), 0),
            new Column("peak kW", "peakKw", Summary::peakKw, 2),
            new Column("cost", "energyCost", Summary::energyCost, 2),
            new Column("grid kWh", "gridKwh", Summary::gridKwh, 1),
            new Column("CO2 kg", "emissionsKg", Summary::emissionsKg, 1),
            new Column("tick ms", "tickMillisMedian", Summary::tickMillisMedian, 2),
            new Column("max ms", "tickMillisMax", Summary::tickMillisMax, 1));
    private static final String POLICY = "policy";
    private static final int POLICY_WIDTH = 18;

    private ResultTable() {}

    private record Column(String title, String name, Function<Summary, OptionalDouble> value, int decimals) {
        String text(Summary summary) {
            OptionalDouble number = value.apply(summary);
            return number.isEmpty()
                    ? "-"
                    : String.format(Locale.ROOT, "%." + decimals + "f", number.getAsDouble())
                            + (isStarred(summary) ? "*" : "");
        }

        /** Whether a number is there that a reader would take for a bound, and is none. */
        boolean isStarred(Summary summary) {
            return summary.isBound() && name.equals(SERVED);
        }

        int width() {
            return Math.max(title.length(), 8);
        }
    }

    /** Whether a cell of these has a star. */
    public static boolean isStarred(List<Summary> summaries) {
        return summaries.stream().anyMatch(summary -> COLUMNS.stream().anyMatch(column -> column.isStarred(summary)));
    }

    /** The titles of the columns, for people. */
    public static List<String> titles() {
        return COLUMNS.stream().map(Column::title).toList();
    }

    /** The numbers below the titles; a dash for what is not there. */
    public static List<String> cells(Summary summary) {
        return COLUMNS.stream().map(column -> column.text(summary)).toList();
    }

    /** The line above the numbers. */
    public static String header() {
        var line = new StringBuilder(padded(POLICY));
        COLUMNS.forEach(column -> line.append("  ")
                .append(" ".repeat(column.width() - column.title().length()))
                .append(column.title()));
        return line.toString();
    }

    /** A line below {@link #header}. */
    public static String line(Summary summary) {
        var line = new StringBuilder(padded(summary.policy()));
        for (Column column : COLUMNS) {
            String text = column.text(summary);
            line.append("  ")
                    .append(" ".repeat(Math.max(0, column.width() - text.length())))
                    .append(text);
        }
        return line.toString();
    }

    /** All as comma-separated values, full precision, with a header; nothing for what is not there. */
    public static String csv(List<Summary> summaries) {
        var text = new StringBuilder(POLICY);
        COLUMNS.forEach(column -> text.append(',').append(column.name()));
        text.append('\n');
        for (Summary summary : summaries) {
            text.append(summary.policy());
            for (Column column : COLUMNS) {
                OptionalDouble value = column.value().apply(summary);
                text.append(',').append(value.isPresent() ? value.getAsDouble() : "");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String padded(String name) {
        return name + " ".repeat(Math.max(0, POLICY_WIDTH - name.length()));
    }
}
