package io.causalgrid.benchmarks.durability;

import io.causalgrid.benchmarks.cluster.Machine;
import io.causalgrid.benchmarks.cluster.Progress;
import io.causalgrid.benchmarks.command.ClusterBenchmark;
import io.causalgrid.benchmarks.report.Recorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Where {@code benchmarks/durability} hands over. */
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
public final class DurabilityBenchmark extends ClusterBenchmark {
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

    DurabilityBenchmark(Path root) {
        super(root);
    }

    public static void main(String[] arguments) {
        run(DurabilityBenchmark::new, arguments);
    }

    @Override
    public Integer call() throws Exception {
        Plan plan = plan();
        var recorder = new Recorder();
        var progress = new Progress(System.err);
        try (var bench = Workbench.in(root(), directory(), progress)) {
            Map<String, String> conditions = plan.conditions(Machine.conditions(bench.directory()));
            try {
                measure(bench, plan, recorder);
            } finally {
                show(recorder.report(conditions)); // also what was measured before a failure
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

    /** What the options ask for. */
    Plan plan() {
        if (keys < 1 || rounds < 1 || seconds < 1) {
            throw wrong("--keys, --rounds and --seconds are at least 1");
        }
        Set<Measurement> wanted = chosen(only, Measurement.class);
        return new Plan(keys, rounds, Duration.ofSeconds(seconds), wanted);
    }
}
