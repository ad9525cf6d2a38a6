package io.causalgrid.benchmarks.allocation;

import io.causalgrid.benchmarks.cluster.Machine;
import io.causalgrid.benchmarks.command.BenchmarkCommand;
import io.causalgrid.benchmarks.report.Heading;
import io.causalgrid.benchmarks.report.Recorder;
import io.causalgrid.benchmarks.report.Target;
import io.causalgrid.benchmarks.report.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Where {@code ./causalgrid bench allocation} hands over. JMH measures, in a process of its own for each case. */
@Command(
        name = "./causalgrid bench allocation",
        sortOptions = false,
        showDefaultValues = true,
        description = {
            "Measures how long one thread takes to divide the power of a tree of four levels:",
            "  1 the policy alone",
            "  2 a whole step: turns, policy, rounding to whole amperes, safety layer"
        })
public final class AllocationBenchmark extends BenchmarkCommand {
    private static final Heading POLICY = new Heading(1, "The policy alone");
    private static final Heading STEP = new Heading(2, "A whole step");
    private static final double LIMIT_MILLIS = 100;

    @Option(
            names = "--sessions",
            paramLabel = "N",
            split = ",",
            defaultValue = "1000,10000,100000",
            description = "How many sessions.")
    private List<String> sessions = List.of();

    @Option(
            names = "--policies",
            paramLabel = "P",
            split = ",",
            defaultValue = "first-come,earliest-deadline,least-laxity,equal-share,optimised",
            description = "Which policies.")
    private List<String> policies = List.of();

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "How often each is measured.")
    private int rounds;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "2", description = "How long, each time.")
    private int seconds;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new AllocationBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, RunnerException {
        Map<String, String> conditions = Machine.conditions(Path.of("").toAbsolutePath());
        conditions.put("rounds", rounds + " of " + seconds + " s, after 3 to warm up");
        var recorder = new Recorder();
        record(new Runner(options()).run(), recorder);
        show(recorder.report(conditions).judgedBy(targets()));
        return CommandLine.ExitCode.OK;
    }

    private Options options() throws IOException {
        Path log = Files.createTempFile("allocation", ".log");
        log.toFile().deleteOnExit();
        return new OptionsBuilder()
                .include(Division.class.getName() + "\\.")
                .param("sessions", sessions.toArray(String[]::new))
                .param("policy", policies.toArray(String[]::new))
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MILLISECONDS)
                .forks(1)
                .threads(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(seconds))
                .measurementIterations(rounds)
                .measurementTime(TimeValue.seconds(seconds))
                .jvmArgs("-Xmx1g", "-XX:+UseSerialGC")
                .output(log.toString())
                .build();
    }

    private static void record(Collection<RunResult> results, Recorder recorder) {
        for (RunResult result : results) {
            BenchmarkParams parameters = result.getParams();
            Heading heading = parameters.getBenchmark().endsWith("policyAlone") ? POLICY : STEP;
            String name = line(parameters.getParam("policy"), parameters.getParam("sessions"));
            for (BenchmarkResult fork : result.getBenchmarkResults()) {
                for (IterationResult round : fork.getIterationResults()) {
                    recorder.add(
                            heading,
                            name,
                            Unit.MILLISECONDS,
                            round.getPrimaryResult().getScore());
                }
            }
        }
    }

    private static String line(String policy, String sessions) {
        return policy + ", " + sessions + " sessions";
    }

    private static List<Target> targets() {
        return List.of(
                new Target(POLICY, line("least-laxity", "100000"), Target.Bound.AT_MOST, LIMIT_MILLIS),
                new Target(POLICY, line("equal-share", "100000"), Target.Bound.AT_MOST, LIMIT_MILLIS));
    }
}
