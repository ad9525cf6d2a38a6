package io.causalgrid.cli.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Three HTTP servers that answer as replicas of one store with perfect replication, but for a delay: a value becomes
 * visible at the other replicas only when they have been asked for it a few times.
 */
public final class FakeReplicas implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int ASKED_IN_VAIN = 3;

    private final List<HttpServer> servers = new ArrayList<>();
    private final Map<String, String> store = new ConcurrentSkipListMap<>();
    private final FakeMembers members = new FakeMembers();
    private final AtomicInteger reads = new AtomicInteger();
    private final long[] vector;
    private volatile boolean losesValues;

    public FakeReplicas(Map<String, String> stored, long... vector) throws IOException {
        this.vector = vector.clone();
        store.putAll(stored);
        for (int index = 0; index < vector.length; index++) {
            int replica = index;
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
            server.createContext("/write", exchange -> answer(exchange, written(replica, exchange)));
            server.createContext("/get/x", exchange -> answer(exchange, value()));
            server.createContext("/status", exchange -> answer(exchange, status()));
            String name = "node" + index;
            server.createContext("/v1/cluster", exchange -> answer(exchange, members.answer(name, exchange)));
            server.start();
            servers.add(server);
            members.add(name, urls().getLast().toString());
        }
    }

    /** The next so many changes of the members are refused, because another is under way. */
    public void refuseChanges(int times) {
        members.refuseChanges(times);
    }

    /** From now on a write is acknowledged and forgotten. */
    public void loseValues() {
        losesValues = true;
    }

    public List<URI> urls() {
        return servers.stream()
                .map(server ->
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .toList();
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
    }

    private synchronized String written(int replica, HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        vector[replica]++;
        if (!losesValues) {
            store.put(request.path("key").asText(), request.path("value").asText());
        }
        reads.set(0);
        return "{\"status\":\"written\",\"vector_clock\":" + Arrays.toString(vector) + "}";
    }

    private synchronized String value() throws IOException {
        String value = reads.incrementAndGet() <= ASKED_IN_VAIN ? "too early" : store.get("x");
        return "{\"value\":" + JSON.writeValueAsString(value) + ",\"vector_clock\":" + Arrays.toString(vector) + "}";
    }

    private synchronized String status() throws IOException {
        return "{\"store\":" + JSON.writeValueAsString(store) + ",\"vector_clock\":" + Arrays.toString(vector)
                + ",\"buffer\":[]}";
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        answer(exchange, new FakeMembers.Answer(200, body));
    }

    private static void answer(HttpExchange exchange, FakeMembers.Answer answer) throws IOException {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
