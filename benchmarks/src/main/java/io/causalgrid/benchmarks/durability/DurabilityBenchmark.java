package io.causalgrid.benchmarks.durability;

import io.causalgrid.benchmarks.cluster.Machine;
import io.causalgrid.benchmarks.cluster.Progress;
import io.causalgrid.benchmarks.cluster.ReplicaTroubleException;
import io.causalgrid.benchmarks.load.LoadException;
import io.causalgrid.benchmarks.report.JsonReport;
import io.causalgrid.benchmarks.report.Recorder;
import io.causalgrid.benchmarks.report.Report;
import io.causalgrid.benchmarks.report.TextTable;
import io.causalgrid.cli.cluster.ClusterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Where {@code benchmarks/durability} hands over; the system property {@code causalgrid.root} names the repository. */
@Command(
        name = "benchmarks/durability",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Measures the durable store on this machine, with clusters of its own:",
            "  1 writes a second, beside the bare log and RocksDB's",
            "  2 restart",
            "  3 catching up by a snapshot",
            "  4 catching up by the log",
            "  5 memory",
            "  6 disk"
        })
public final class DurabilityBenchmark implements Callable<Integer> {
    @Option(names = "--keys", paramLabel = "N", defaultValue = "1000000", description = "Keys of a loaded replica.")
    private long keys;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "How often all is measured.")
    private int rounds;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "3", description = "How long each rate is measured.")
    private int seconds;

    @Option(
            names = "--only",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,3,4,5,6",
            description = "The measurements wanted.")
    private List<Integer> only = List.of();

    @Option(
            names = "--dir",
            paramLabel = "DIRECTORY",
            description =
                    "On the disk to measure; default .causalgrid/bench in the repository. All is removed afterwards.")
    private @Nullable Path parent;

    @Option(names = "--json", paramLabel = "FILE", description = "Gets the results as JSON, with every round's value.")
    private @Nullable Path json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Spec
    private @Nullable CommandSpec spec;

    private final Path root;

    DurabilityBenchmark(Path root) {
        this.root = root;
    }

    public static void main(String[] arguments) {
        Path root = Path.of(System.getProperty("causalgrid.root", "")).toAbsolutePath();
        System.exit(commandLine(root).execute(arguments));
    }

    static CommandLine commandLine(Path root) {
        return new CommandLine(new DurabilityBenchmark(root))
                .setExecutionExceptionHandler(DurabilityBenchmark::explain);
    }

    private static int explain(Exception failure, CommandLine command, ParseResult call) {
        switch (failure) {
            case LoadException _, ReplicaTroubleException _, ClusterException _ ->
                command.getErr().println(failure.getMessage());
            default -> failure.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public Integer call() throws Exception {
        Plan plan = plan();
        var recorder = new Recorder();
        Path where = parent == null ? root.resolve(".causalgrid").resolve("bench") : parent;
        var progress = new Progress(System.err);
        try (var bench = Workbench.in(root, where, progress)) {
            Map<String, String> conditions = plan.conditions(Machine.conditions(bench.directory()));
            try {
                measure(bench, plan, recorder);
            } finally {
                report(recorder.report(conditions)); // also what was measured before a failure
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private static void measure(Workbench bench, Plan plan, Recorder recorder) throws Exception {
        if (plan.wants(Measurement.WRITES)) {
            new WriteRates(bench, plan, recorder).measure();
        }
        if (plan.wants(Measurement.RESTART, Measurement.SNAPSHOT, Measurement.MEMORY, Measurement.DISK)) {
            new ShortLogs(bench, plan, recorder).measure();
        }
        if (plan.wants(Measurement.RESTART, Measurement.FOLLOWER, Measurement.DISK)) {
            new WholeLogs(bench, plan, recorder).measure();
        }
    }

    private void report(Report report) throws IOException {
        System.out.print(TextTable.of(report));
        if (json != null) {
            Files.writeString(json, JsonReport.of(report));
        }
    }

    private Plan plan() {
        if (keys < 1 || rounds < 1 || seconds < 1) {
            throw wrong("--keys, --rounds and --seconds are at least 1");
        }
        Set<Measurement> wanted = EnumSet.noneOf(Measurement.class);
        for (int number : only) {
            wanted.add(Measurement.ofNumber(number)
                    .orElseThrow(() -> wrong("there is no measurement " + number + "; there are 1 to 6")));
        }
        return new Plan(keys, rounds, Duration.ofSeconds(seconds), wanted);
    }

    private ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException("not called by its command line");
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
