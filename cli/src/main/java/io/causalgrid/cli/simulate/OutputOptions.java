package io.causalgrid.cli.simulate;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is written besides the table. */
public final class OutputOptions {

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with plots that needs nothing else.")
    private @Nullable Path html;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write the results as CSV.")
    private @Nullable Path csv;

    @Option(
            names = "--sessions-csv",
            paramLabel = "FILE",
            description = "Write what each session got as CSV, for each policy and cap.")
    private @Nullable Path sessionsCsv;

    @Option(
            names = "--series-csv",
            paramLabel = "FILE",
            description = "Write load, limit and vehicles over time as CSV, for each policy and cap.")
    private @Nullable Path seriesCsv;

    @Nullable
    Path html() {
        return html;
    }

    @Nullable
    Path csv() {
        return csv;
    }

    @Nullable
    Path sessionsCsv() {
        return sessionsCsv;
    }

    @Nullable
    Path seriesCsv() {
        return seriesCsv;
    }
}
