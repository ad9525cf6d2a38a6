package io.causalgrid.grid.core.simulation.report;

import io.causalgrid.grid.core.simulation.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.function.ToIntFunction;

/** The rows behind a page, to be saved from it; the page holds them itself. */
final class Downloads {
    /** Some megabytes; a page of more is no pleasure. */
    private static final long ROWS_MAX = 50_000;

    /** Appends the rows of a result. */
    private interface Rows {
        void append(Appendable out, Result result, ZoneId zone) throws IOException;
    }

    private record Table(String name, String header, Rows rows, ToIntFunction<Run> count) {}

    private static final Table SESSIONS =
            new Table("sessions", SessionTable.HEADER, SessionTable::append, run -> run.outcomes()
                    .size());
    private static final Table SERIES = new Table(
            "series", SeriesTable.HEADER, SeriesTable::append, run -> run.load().size());

    private Downloads() {}

    static String of(List<Result> results, ZoneId zone) {
        return results.stream().allMatch(result -> result.run().isEmpty())
                ? ""
                : "<p>As CSV: " + link(SESSIONS, results, zone) + ", " + link(SERIES, results, zone) + ".</p>\n";
    }

    private static String link(Table table, List<Result> results, ZoneId zone) {
        long rows = results.stream()
                .flatMap(result -> result.run().stream())
                .mapToLong(run -> table.count().applyAsInt(run))
                .sum();
        if (rows > ROWS_MAX) {
            return "%s (%,d rows, too many for a page: --%s-csv writes them)"
                    .formatted(table.name(), rows, table.name());
        }
        String encoded =
                Base64.getEncoder().encodeToString(text(table, results, zone).getBytes(StandardCharsets.UTF_8));
        return "<a download=\"%s.csv\" href=\"data:text/csv;charset=utf-8;base64,%s\">%s, %,d rows</a>"
                .formatted(table.name(), encoded, table.name(), rows);
    }

    private static String text(Table table, List<Result> results, ZoneId zone) {
        var text = new StringBuilder(table.header());
        try {
            for (Result result : results) {
                table.rows().append(text, result, zone);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return text.toString();
    }
}
