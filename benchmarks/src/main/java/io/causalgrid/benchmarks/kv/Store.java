package io.causalgrid.benchmarks.kv;

import io.causalgrid.benchmarks.cluster.BenchCluster;
import io.causalgrid.benchmarks.load.Clients;
import io.causalgrid.benchmarks.load.HttpConnection;
import io.causalgrid.benchmarks.load.LoadException;
import io.causalgrid.benchmarks.load.Requests;
import io.causalgrid.benchmarks.load.Requests.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The store itself: three replicas with keys in them, and what is asked of the first. */
final class Store implements AutoCloseable {
    static final int KEYS = 10_000;
    static final int BATCH = 100;
    static final Clients CLIENTS = Clients.oneByOne(64, KEYS);
    static final String TOKEN = "Causality-Token";
    static final String PATH = "/v1/kv/";

    private static final Duration EQUAL_PATIENCE = Duration.ofMinutes(2);

    /** What wrk overwrites with bytes; and what stays text, as the simple API reads it. */
    private static final List<String> NAMES = List.of("key-", "text-");

    private final Bench bench;
    private final BenchCluster cluster;
    private final Path directory;
    private final String token;

    private Store(Bench bench, BenchCluster cluster, Path directory, String token) {
        this.bench = bench;
        this.cluster = cluster;
        this.directory = directory;
        this.token = token;
    }

    /** Starts three replicas and gives all keys a value. */
    static Store start(Bench bench, String durability) {
        bench.progress().say("starting three replicas, durability " + durability);
        Path directory = bench.workplace().directory().resolve(durability);
        BenchCluster cluster = bench.workplace()
                .add(new BenchCluster(bench.root(), directory, Map.of("causalgrid.kv.log.durability", durability)));
        cluster.start();
        String token = load(cluster);
        var _ = cluster.awaitEqual(EQUAL_PATIENCE);
        return new Store(bench, cluster, directory, token);
    }

    /** The names of all keys that wrk asks for. */
    static List<String> keys(String name) {
        return IntStream.range(0, KEYS)
                .mapToObj(number -> name + "%08d".formatted(number))
                .toList();
    }

    BenchCluster cluster() {
        return cluster;
    }

    Requests gets() {
        return Requests.of(Kind.GET, writer(), PATH);
    }

    /** Reads by clients that have seen all that was there in the beginning. */
    Requests getsWithToken() {
        return gets().with("TOKEN", token);
    }

    Requests puts() {
        return Requests.of(Kind.PUT, writer(), PATH);
    }

    Requests batches() {
        return Requests.of(Kind.BATCH, writer(), "/v1/batch/write");
    }

    Requests simpleGets() {
        return Requests.of(Kind.GET, writer(), "/get/").with("NAME", NAMES.getLast());
    }

    Requests simpleWrites() {
        return Requests.simpleWrites(writer(), "/write");
    }

    /** Waits until the others have all that was written; the seconds that it took. */
    double settle() {
        return cluster.awaitEqual(EQUAL_PATIENCE);
    }

    /** Reads at another replica by clients that have seen all that was there in the beginning. */
    Requests getsElsewhere() {
        return Requests.of(Kind.GET, cluster.reader().url(), PATH).with("TOKEN", token);
    }

    private URI writer() {
        return cluster.writer().url();
    }

    private static String load(BenchCluster cluster) {
        String token = "";
        try (var connection = HttpConnection.to(cluster.writer().url())) {
            for (String name : NAMES) {
                List<String> keys = keys(name);
                for (int from = 0; from < KEYS; from += BATCH) {
                    token = write(connection, keys.subList(from, from + BATCH));
                }
            }
        }
        return token;
    }

    private static String write(HttpConnection connection, List<String> keys) {
        String value = "v".repeat(Clients.VALUE_BYTES);
        String mutations = keys.stream()
                .map(key -> "{\"key\":\"" + key + "\",\"value\":\"" + value + "\"}")
                .collect(Collectors.joining(","));
        return connection
                .send(
                        "POST",
                        "/v1/batch/write",
                        Map.of("Content-Type", "application/json"),
                        "{\"mutations\":[" + mutations + "]}")
                .expect(200)
                .header(TOKEN)
                .orElseThrow(() -> new LoadException("an answer has no causality token"));
    }

    /** Ends the replicas and takes their data away; of one that has ended before, its last words are shown. */
    @Override
    public void close() {
        cluster.ended().forEach(bench.progress()::say);
        bench.workplace().discard(cluster, directory);
    }
}
