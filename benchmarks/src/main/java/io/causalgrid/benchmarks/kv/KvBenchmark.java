package io.causalgrid.benchmarks.kv;

import io.causalgrid.benchmarks.cluster.Machine;
import io.causalgrid.benchmarks.cluster.Progress;
import io.causalgrid.benchmarks.cluster.Workplace;
import io.causalgrid.benchmarks.command.ClusterBenchmark;
import io.causalgrid.benchmarks.peer.NothingServer;
import io.causalgrid.benchmarks.peer.Programme;
import io.causalgrid.benchmarks.report.Recorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Where {@code ./causalgrid bench kv} hands over. */
@Command(
        name = "./causalgrid bench kv",
        sortOptions = false,
        description = {
            "Measures the store on this machine, beside a do-nothing server on the same stack, Redis and etcd",
            "(where they are installed), one after the other on loopback, and takes all away afterwards:",
            "  1 reads a second",
            "  2 writes a second, answered when they are on the disk",
            "  3 writes a second, synced at intervals",
            "  4 the simple API",
            "  5 how soon a write is to be seen at another replica",
            "Let nothing else run meanwhile."
        })
public final class KvBenchmark extends ClusterBenchmark {
    private static final int ROUNDS = 5;
    private static final int SECONDS = 8;
    private static final int QUICK_ROUNDS = 2;
    private static final int QUICK_SECONDS = 2;

    @Option(names = "--rounds", paramLabel = "N", description = "How often each rate is measured; 5 if not given.")
    private @Nullable Integer rounds;

    @Option(names = "--seconds", paramLabel = "N", description = "How long, each time; 8 if not given.")
    private @Nullable Integer seconds;

    @Option(
            names = "--only",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,3,4,5",
            description = "The measurements wanted; all if not given.")
    private List<Integer> only = List.of();

    @Option(
            names = "--quick",
            description = "2 rounds of 2 s, hardly warmed up: to see that it works, not for figures.")
    private boolean quick;

    KvBenchmark(Path root) {
        super(root);
    }

    public static void main(String[] arguments) {
        run(KvBenchmark::new, arguments);
    }

    @Override
    public Integer call() throws Exception {
        Plan plan = plan();
        var recorder = new Recorder();
        try (var workplace = Workplace.in(directory(), "kv")) {
            var bench = new Bench(root(), workplace, new Progress(System.err));
            Map<String, String> conditions = plan.conditions(Machine.conditions(workplace.directory()));
            addPeers(conditions, bench.progress());
            try {
                measure(bench, plan, recorder);
            } finally {
                show(recorder.report(conditions).judgedBy(Lines.TARGETS)); // also what there is before a failure
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private static void addPeers(Map<String, String> conditions, Progress progress) {
        for (Programme peer : List.of(Programme.REDIS, Programme.ETCD)) {
            conditions.put(peer.title(), peer.version());
            if (!peer.isInstalled()) {
                progress.say(peer.howToGet());
            }
        }
        conditions.put("clients of Redis", "redis-benchmark, 64 connections, no pipelining, as wrk speaks only HTTP");
        conditions.put("clients of etcd", "wrk, through its gateway from JSON");
        conditions.put(
                "what runs",
                "the replicas and the do-nothing server all the time, idle while others are measured; Redis and etcd only"
                        + " while they are measured");
    }

    private static void measure(Bench bench, Plan plan, Recorder recorder) {
        var rounds = new Rounds(plan, recorder, bench.progress());
        @Nullable NothingServer nothing = null;
        if (plan.wants(Measurement.READS, Measurement.DURABLE_WRITES, Measurement.SIMPLE_API, Measurement.VISIBILITY)) {
            try (Store store = Store.start(bench, "fsync")) {
                nothing = NothingServer.start(bench.root(), store.cluster(), bench.workplace());
                rounds.measure(Cases.durable(bench, store, nothing));
                if (plan.wants(Measurement.VISIBILITY)) {
                    new Visibility(bench, plan, recorder).measure(store);
                }
            }
        }
        if (plan.wants(Measurement.INTERVAL_WRITES)) {
            try (Store store = Store.start(bench, "interval")) {
                if (nothing == null) {
                    nothing = NothingServer.start(bench.root(), store.cluster(), bench.workplace());
                }
                rounds.measure(Cases.interval(bench, store, nothing));
            }
        }
    }

    /** What the options ask for. */
    Plan plan() {
        int howOften = rounds != null ? rounds : quick ? QUICK_ROUNDS : ROUNDS;
        int howLong = seconds != null ? seconds : quick ? QUICK_SECONDS : SECONDS;
        if (howOften < 1 || howLong < 1) {
            throw wrong("--rounds and --seconds are at least 1");
        }
        Set<Measurement> wanted = chosen(only, Measurement.class);
        Duration time = Duration.ofSeconds(howLong);
        return quick ? Plan.quick(howOften, time, wanted) : Plan.full(howOften, time, wanted);
    }
}
