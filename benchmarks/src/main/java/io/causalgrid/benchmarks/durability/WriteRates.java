package io.causalgrid.benchmarks.durability;

import io.causalgrid.benchmarks.cluster.BenchCluster;
import io.causalgrid.benchmarks.load.Clients;
import io.causalgrid.benchmarks.log.RocksRate;
import io.causalgrid.benchmarks.log.SiteLogRate;
import io.causalgrid.benchmarks.report.Heading;
import io.causalgrid.benchmarks.report.Recorder;
import io.causalgrid.benchmarks.report.Unit;
import io.causalgrid.cli.cluster.Directories;
import io.causalgrid.kv.core.log.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a second of a cluster, with and without a sync for each, beside the bare log and RocksDB's log. All of them in
 * turn within each round, so that what changes on the machine meanwhile meets all alike.
 */
final class WriteRates {
    private static final List<Integer> CLIENTS = List.of(1, 16, 64, 256);
    private static final int WARM_UP_CLIENTS = 64;
    private static final int SERVICE_WARM_UPS = 5; // the replicas' code is compiled meanwhile
    private static final long KEYS = 10_000;

    private static final String REST_FSYNC = "a  POST /write, fsync";
    private static final String REST_INTERVAL = "b  POST /write, interval";
    private static final String LOG_FSYNC = "c  log alone, fsync";
    private static final String LOG_INTERVAL = "c' log alone, interval";
    private static final String ROCKS = "d  RocksDB's log, threads";
    private static final String ROCKS_BATCHES = "d' RocksDB's log, batches";

    private final Workbench bench;
    private final Plan plan;
    private final Recorder recorder;

    WriteRates(Workbench bench, Plan plan, Recorder recorder) {
        this.bench = bench;
        this.plan = plan;
        this.recorder = recorder;
    }

    private interface Rate {
        double measure(int clients) throws Exception;
    }

    private interface InDirectory {
        double measure(Path directory) throws Exception;
    }

    void measure() throws Exception {
        BenchCluster fsync = bench.startCluster("fsync", Map.of("causalgrid.kv.log.durability", "fsync"));
        BenchCluster interval = bench.startCluster("interval", Map.of("causalgrid.kv.log.durability", "interval"));
        Map<String, Rate> rates = new LinkedHashMap<>();
        rates.put(REST_FSYNC, clients -> rest(fsync, clients));
        rates.put(REST_INTERVAL, clients -> rest(interval, clients));
        rates.put(LOG_FSYNC, clients -> log(Durability.FSYNC, clients));
        rates.put(LOG_INTERVAL, clients -> log(Durability.INTERVAL, clients));
        rates.put(ROCKS, clients -> inScratch(directory -> RocksRate.measure(directory, clients, plan.time())));
        rates.put(
                ROCKS_BATCHES,
                clients -> inScratch(directory -> RocksRate.measureBatches(directory, clients, plan.time())));

        bench.say("warming up");
        for (int times = 1; times < SERVICE_WARM_UPS; times++) {
            var _ = rest(fsync, WARM_UP_CLIENTS);
            var _ = rest(interval, WARM_UP_CLIENTS);
        }
        for (Rate rate : rates.values()) {
            var _ = rate.measure(WARM_UP_CLIENTS);
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            for (int clients : CLIENTS) {
                bench.say("writes a second, round %d of %d, clients: %d".formatted(round, plan.rounds(), clients));
                measureInTurn(rates, clients);
            }
        }
        CLIENTS.forEach(this::addRatios);
        bench.discard(fsync, "fsync");
        bench.discard(interval, "interval");
    }

    private void measureInTurn(Map<String, Rate> rates, int clients) throws Exception {
        for (Map.Entry<String, Rate> rate : rates.entrySet()) {
            double perSecond = rate.getValue().measure(clients);
            recorder.add(heading(clients), rate.getKey(), Unit.PER_SECOND, perSecond);
        }
    }

    private void addRatios(int clients) {
        Heading heading = heading(clients);
        recorder.addRatio(heading, "a / c", REST_FSYNC, LOG_FSYNC);
        recorder.addRatio(heading, "b / c'", REST_INTERVAL, LOG_INTERVAL);
        recorder.addRatio(heading, "a / b", REST_FSYNC, REST_INTERVAL);
        recorder.addRatio(heading, "c / d", LOG_FSYNC, ROCKS);
        recorder.addRatio(heading, "c / d'", LOG_FSYNC, ROCKS_BATCHES);
    }

    private double rest(BenchCluster cluster, int clients) {
        return bench.wrk().writesPerSecond(cluster.writer().url(), Clients.oneByOne(clients, KEYS), plan.time());
    }

    private double log(Durability durability, int clients) throws Exception {
        return inScratch(directory -> SiteLogRate.measure(directory, durability, clients, plan.time()));
    }

    private double inScratch(InDirectory measured) throws Exception {
        Path directory = Files.createDirectory(bench.scratch());
        try {
            return measured.measure(directory);
        } finally {
            Directories.delete(directory);
        }
    }

    private static Heading heading(int clients) {
        return Measurement.WRITES.heading(clients == 1 ? "1 client" : clients + " clients");
    }
}
