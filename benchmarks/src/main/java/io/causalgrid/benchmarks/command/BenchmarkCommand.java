package io.causalgrid.benchmarks.command;

import io.causalgrid.benchmarks.report.JsonReport;
import io.causalgrid.benchmarks.report.Report;
import io.causalgrid.benchmarks.report.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of a benchmark: what it measures goes out as a table, and as JSON if that is wanted. */
public abstract class BenchmarkCommand implements Callable<Integer> {
    @Option(
            names = "--json",
            order = 2,
            paramLabel = "FILE",
            description = "Gets the results as JSON, with every round's value.")
    private @Nullable Path json;

    @Option(
            names = {"-h", "--help"},
            order = 3,
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    /** Shows what was measured. */
    protected final void show(Report report) throws IOException {
        System.out.print(TextTable.of(report));
        if (json != null) {
            Files.writeString(json, JsonReport.of(report));
        }
    }

    /** To be thrown at who called with options that make no sense. */
    protected final ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException("not called by its command line");
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
