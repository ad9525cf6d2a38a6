package io.causalgrid.benchmarks.command;

import io.causalgrid.benchmarks.cluster.ReplicaTroubleException;
import io.causalgrid.benchmarks.load.LoadException;
import io.causalgrid.benchmarks.peer.PeerException;
import io.causalgrid.cli.cluster.ClusterException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** A benchmark that starts clusters of its own; the system property {@code causalgrid.root} names the repository. */
public abstract class ClusterBenchmark extends BenchmarkCommand {
    @Option(
            names = "--dir",
            order = 1,
            paramLabel = "DIRECTORY",
            description =
                    "On the disk to measure; .causalgrid/bench in the repository if not given. All is removed afterwards.")
    private @Nullable Path parent;

    private final Path root;

    /**
     * Measures with what the repository has built.
     *
     * @param root the repository
     */
    protected ClusterBenchmark(Path root) {
        this.root = root;
    }

    /** Runs the benchmark that is made for the repository, and ends the JVM. */
    protected static void run(Function<Path, ClusterBenchmark> making, String... arguments) {
        Path root = Path.of(System.getProperty("causalgrid.root", "")).toAbsolutePath();
        System.exit(making.apply(root).commandLine().execute(arguments));
    }

    /** Its command line, which says in a line what the machine, and not the code, is to blame for. */
    public final CommandLine commandLine() {
        return new CommandLine(this).setExecutionExceptionHandler(ClusterBenchmark::explain);
    }

    private static int explain(Exception failure, CommandLine command, ParseResult call) {
        switch (failure) {
            case LoadException _, ReplicaTroubleException _, ClusterException _, PeerException _ ->
                command.getErr().println(failure.getMessage());
            default -> failure.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** The repository. */
    protected final Path root() {
        return root;
    }

    /** Where the data of the clusters go. */
    protected final Path directory() {
        return parent == null ? root.resolve(".causalgrid").resolve("bench") : parent;
    }

    /** The measurements with those numbers; a wrong call if one is of none. */
    protected final <M extends Enum<M> & Chosen> Set<M> chosen(List<Integer> numbers, Class<M> measurements) {
        Set<M> all = EnumSet.allOf(measurements);
        Set<M> wanted = EnumSet.noneOf(measurements);
        for (int number : numbers) {
            wanted.add(all.stream()
                    .filter(measurement -> measurement.heading().number() == number)
                    .findFirst()
                    .orElseThrow(() -> wrong("there is no measurement " + number + "; there are 1 to " + all.size())));
        }
        return wanted;
    }
}
