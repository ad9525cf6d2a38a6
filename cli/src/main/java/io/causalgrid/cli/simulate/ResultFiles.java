package io.causalgrid.cli.simulate;

import io.causalgrid.grid.core.simulation.report.ReportPage;
import io.causalgrid.grid.core.simulation.report.Result;
import io.causalgrid.grid.core.simulation.report.ResultTable;
import io.causalgrid.grid.core.simulation.report.SeriesTable;
import io.causalgrid.grid.core.simulation.report.SessionTable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes files of results while they come. Of a run only its figures are kept once it is written, unless a page is to show
 * it, so that many runs of many sessions need the memory of one.
 */
public final class ResultFiles implements AutoCloseable {

    private final OutputOptions options;
    private final ZoneId zone;
    private final @Nullable Table sessions;
    private final @Nullable Table series;
    private final List<Result> results = new ArrayList<>();

    /** A file of rows. */
    private record Table(Path file, Writer writer) {}

    /** Appends the rows of a result. */
    private interface Rows {
        void append(Appendable out, Result result, ZoneId zone) throws IOException;
    }

    /** @throws SimulationException when a file cannot be written */
    public ResultFiles(OutputOptions options, ZoneId zone) {
        this.options = options;
        this.zone = zone;
        this.sessions = begun(options.sessionsCsv(), SessionTable.HEADER);
        this.series = begun(options.seriesCsv(), SeriesTable.HEADER);
    }

    /**
     * Writes the rows of a result.
     *
     * @throws SimulationException when a file cannot be written
     */
    public void add(Result result) {
        append(sessions, SessionTable::append, result);
        append(series, SeriesTable::append, result);
        results.add(options.html() == null ? result.withoutRun() : result);
    }

    /** What was added; without a page there are no runs in it any more. */
    public List<Result> results() {
        return List.copyOf(results);
    }

    /**
     * Writes what needs all results.
     *
     * @param description of what was replayed
     * @throws SimulationException when a file cannot be written
     */
    public void finish(String description) {
        if (options.html() != null) {
            SimulationFiles.write(options.html(), ReportPage.of(description, results, zone));
        }
        if (options.csv() != null) {
            SimulationFiles.write(
                    options.csv(),
                    ResultTable.csv(results.stream().map(Result::summary).toList()));
        }
    }

    @Override
    public void close() {
        close(sessions);
        close(series);
    }

    private static @Nullable Table begun(@Nullable Path file, String header) {
        if (file == null) {
            return null;
        }
        try {
            Writer writer = Files.newBufferedWriter(file);
            writer.write(header);
            return new Table(file, writer);
        } catch (IOException e) {
            throw SimulationFiles.unwritable(file, e);
        }
    }

    private void append(@Nullable Table table, Rows rows, Result result) {
        if (table != null) {
            try {
                rows.append(table.writer(), result, zone);
            } catch (IOException e) {
                throw SimulationFiles.unwritable(table.file(), e);
            }
        }
    }

    private static void close(@Nullable Table table) {
        if (table != null) {
            try {
                table.writer().close();
            } catch (IOException e) {
                throw SimulationFiles.unwritable(table.file(), e);
            }
        }
    }
}
