package io.causalgrid.benchmarks.charge;

import io.causalgrid.benchmarks.cluster.Machine;
import io.causalgrid.benchmarks.cluster.Progress;
import io.causalgrid.benchmarks.cluster.Workplace;
import io.causalgrid.benchmarks.command.ClusterBenchmark;
import io.causalgrid.benchmarks.load.ChargingClients;
import io.causalgrid.benchmarks.peer.Nginx;
import io.causalgrid.benchmarks.peer.Programme;
import io.causalgrid.benchmarks.report.Recorder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Where {@code ./causalgrid bench charge} hands over. */
@Command(
        name = "./causalgrid bench charge",
        sortOptions = false,
        description = {
            "Measures charging on this machine, beside nginx before bare substations (where it is installed), on",
            "loopback, and takes all away afterwards:",
            "  1 charges a second, with sessions in memory and in the store, and how long one takes",
            "  2 what a session costs the store",
            "  3 how soon the sessions of a killed substation charge again",
            "  4 which requests fail while processes are killed",
            "Let nothing else run meanwhile."
        })
public final class ChargeBenchmark extends ClusterBenchmark {
    static final int CLIENTS = 64;

    private static final int ROUNDS = 5;
    private static final int SECONDS = 6;
    private static final int QUICK_ROUNDS = 1;
    private static final int QUICK_SECONDS = 2;

    @Option(names = "--rounds", paramLabel = "N", description = "How often each is measured; 5 if not given.")
    private @Nullable Integer rounds;

    @Option(names = "--seconds", paramLabel = "N", description = "How long each rate, each time; 6 if not given.")
    private @Nullable Integer seconds;

    @Option(
            names = "--only",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,3,4",
            description = "The measurements wanted; all if not given.")
    private List<Integer> only = List.of();

    @Option(names = "--quick", description = "1 round of 2 s, hardly warmed up: to see that it works, not for figures.")
    private boolean quick;

    ChargeBenchmark(Path root) {
        super(root);
    }

    public static void main(String[] arguments) {
        run(ChargeBenchmark::new, arguments);
    }

    @Override
    public Integer call() throws Exception {
        Plan plan = plan();
        var recorder = new Recorder();
        try (var workplace = Workplace.in(directory(), "charge")) {
            var bench = new Bench(root(), workplace, plan, recorder, new Progress(System.err));
            Map<String, String> conditions = plan.conditions(Machine.conditions(workplace.directory()));
            conditions.put(Programme.NGINX.title(), Programme.NGINX.version());
            try {
                measure(bench);
            } finally {
                show(recorder.report(conditions).judgedBy(Lines.TARGETS)); // also what there is before a failure
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private static void measure(Bench bench) {
        var rates = new Rates(bench);
        bench.progress().say("starting a gateway, a balancer, two substations and three replicas");
        ChargingGrid stored = bench.workplace().add(ChargingGrid.inStore(bench.root(), bench.directory("store")));
        stored.start();
        var store = new Rates.Case(Lines.STORE, clientsOf(stored.gateway()));
        if (bench.plan().wants(Measurement.RATES)) {
            List<Rates.Case> cases = inMemory(bench);
            cases.add(store);
            cases.forEach(rates::warmUp);
            rates.measure(cases);
        } else {
            rates.warmUp(store);
        }
        if (bench.plan().wants(Measurement.STORE_WRITES)) {
            new StoreWrites(bench).measure(stored);
        }
        if (bench.plan().wants(Measurement.RESTART)) {
            new Restart(bench).measure(stored);
        }
        if (bench.plan().wants(Measurement.OUTAGES)) {
            ChargingGrid second =
                    bench.workplace().add(stored.withSecondBalancer(bench.root(), bench.directory("second")));
            second.start();
            new Outages(bench).measure(stored, second);
        }
    }

    /** Those without a store, which share their substations: all that differs is what is before these. */
    private static List<Rates.Case> inMemory(Bench bench) {
        bench.progress().say("starting a gateway, a balancer and two substations without a store");
        ChargingGrid grid = bench.workplace().add(ChargingGrid.inMemory(bench.root(), bench.directory("memory")));
        grid.start();
        List<Rates.Case> cases = new ArrayList<>();
        if (Programme.NGINX.isInstalled()) {
            URI nginx = Nginx.start(bench.workplace(), grid.substations()).url();
            cases.add(new Rates.Case(Lines.BARE, clientsOf(nginx)));
        } else {
            bench.progress().say(Programme.NGINX.howToGet());
        }
        cases.add(new Rates.Case(Lines.MEMORY, clientsOf(grid.gateway())));
        return cases;
    }

    private static ChargingClients clientsOf(URI server) {
        return new ChargingClients(server, CLIENTS);
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
