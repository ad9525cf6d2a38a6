package io.causalgrid.benchmarks.peer;

import io.causalgrid.benchmarks.cluster.Workplace;
import io.causalgrid.benchmarks.load.HttpConnection;
import io.causalgrid.benchmarks.load.LoadException;
import io.causalgrid.benchmarks.load.Requests;
import io.causalgrid.benchmarks.load.Requests.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An etcd of one member or more, asked at the first one through its gateway from JSON. */
public final class Etcd implements AutoCloseable {
    private static final int LOAD_AT_ONCE = 100; // its limit for a transaction is 128
    private static final int VALUE_BYTES = 100;
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final Workplace workplace;
    private final Path directory;
    private final int portBase;
    private final int members;
    private final List<PeerProcess> processes = new ArrayList<>();

    private Etcd(Workplace workplace, int members) {
        this.workplace = workplace;
        this.members = members;
        this.portBase = FreePorts.inARow(2 * members);
        this.directory = workplace.directory().resolve("etcd-" + portBase);
    }

    /** Starts an empty one and waits until it serves. */
    public static Etcd start(Workplace workplace, int members) {
        var etcd = new Etcd(workplace, members);
        IntStream.range(0, members).forEach(etcd::start);
        for (int member = 0; member < members; member++) {
            URI url = etcd.clients(member);
            etcd.processes.get(member).await(() -> isHealthy(url));
        }
        return etcd;
    }

    /** Gives keys a value. */
    public Etcd loaded(List<String> keys) {
        String value = base64("v".repeat(VALUE_BYTES));
        try (var connection = HttpConnection.to(clients(0))) {
            for (int from = 0; from < keys.size(); from += LOAD_AT_ONCE) {
                String puts = keys.subList(from, Math.min(keys.size(), from + LOAD_AT_ONCE)).stream()
                        .map(key -> "{\"requestPut\":{\"key\":\"" + base64(key) + "\",\"value\":\"" + value + "\"}}")
                        .collect(Collectors.joining(","));
                var _ = connection
                        .send("POST", "/v3/kv/txn", JSON, "{\"success\":[" + puts + "]}")
                        .expect(200);
            }
        }
        return this;
    }

    /** Puts of single keys. */
    public Requests puts() {
        return Requests.of(Kind.ETCD_PUT, clients(0), "/v3/kv/put");
    }

    /** Reads of single keys, from that member's own state. */
    public Requests gets() {
        return Requests.of(Kind.ETCD_GET, clients(0), "/v3/kv/range");
    }

    private void start(int member) {
        Path its = directory.resolve(name(member));
        PeerProcess process = workplace.add(new PeerProcess(name(member), its));
        processes.add(process);
        String all = IntStream.range(0, members)
                .mapToObj(other -> name(other) + "=" + peers(other))
                .collect(Collectors.joining(","));
        process.start(
                List.of(
                        "etcd",
                        "--name=" + name(member),
                        "--data-dir=" + its.resolve("data"),
                        "--listen-client-urls=" + clients(member),
                        "--advertise-client-urls=" + clients(member),
                        "--listen-peer-urls=" + peers(member),
                        "--initial-advertise-peer-urls=" + peers(member),
                        "--initial-cluster=" + all,
                        "--initial-cluster-state=new",
                        "--logger=zap",
                        "--log-level=warn"),
                Map.of());
    }

    private static boolean isHealthy(URI url) {
        try (var connection = HttpConnection.to(url)) {
            return connection.get("/health", Map.of()).status() == 200;
        } catch (LoadException _) {
            return false; // it has not come so far
        }
    }

    private static String name(int member) {
        return "etcd" + member;
    }

    private URI clients(int member) {
        return URI.create("http://127.0.0.1:" + (portBase + 2 * member));
    }

    private URI peers(int member) {
        return URI.create("http://127.0.0.1:" + (portBase + 2 * member + 1));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        processes.forEach(PeerProcess::close); // all of them before the directory that they share
        processes.forEach(process -> workplace.discard(process, directory));
    }
}
