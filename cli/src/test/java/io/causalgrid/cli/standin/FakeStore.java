package io.causalgrid.cli.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One replica with its keys and counters in memory, as far as the commands on keys need one. Its token counts its writes. */
public final class FakeStore implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final TreeMap<String, Stored> keys = new TreeMap<>();
    private final Map<String, Long> counters = new HashMap<>();
    private final List<Heard> heard = new ArrayList<>();
    private String events = "";
    private int writes;
    private int refuseFrom = Integer.MAX_VALUE;
    private int pageMax = 1000;
    private int replicas = 3;

    /** A value as it was written. */
    public record Stored(String type, String base64, String etag, String expiresIn) {

        byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }

        /** The bytes as text. */
        public String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }
    }

    /** A request; a header that is not there is empty. */
    public record Heard(String line, String id, String token, String condition) {}

    private record Answer(int status, String type, String base64, Map<String, String> headers) {

        static Answer of(int status, String type, byte[] body) {
            return new Answer(status, type, Base64.getEncoder().encodeToString(body), Map.of());
        }

        byte[] body() {
            return Base64.getDecoder().decode(base64);
        }

        static Answer of(int status) {
            return new Answer(status, "", "", Map.of());
        }

        static Answer json(Object document) {
            return of(200, "application/json", document.toString().getBytes(StandardCharsets.UTF_8));
        }

        static Answer problem(int status, String name) {
            String body = "{\"type\":\"urn:causalgrid:problem:%s\",\"status\":%d,\"detail\":\"so it is\"}"
                    .formatted(name, status);
            return of(status, "application/problem+json", body.getBytes(StandardCharsets.UTF_8));
        }

        Answer with(String header, String value) {
            var more = new HashMap<>(headers);
            more.put(header, value);
            return new Answer(status, type, base64, more);
        }
    }

    public FakeStore() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What is under a key, which must have a value. */
    public synchronized Stored stored(String key) {
        return Objects.requireNonNull(keys.get(key), key);
    }

    /** What is there. */
    public synchronized Map<String, Stored> keys() {
        return Map.copyOf(keys);
    }

    public synchronized List<Heard> heard() {
        return List.copyOf(heard);
    }

    /** Pages are at most so long from now on, whatever is asked for. */
    public synchronized void pageMax(int entries) {
        pageMax = entries;
    }

    /** After so many further writes, all others are refused. */
    public synchronized void refuseAfter(int more) {
        refuseFrom = writes + more;
    }

    /** From now on writes are accepted again. */
    public synchronized void accept() {
        refuseFrom = Integer.MAX_VALUE;
    }

    /** So many replicas hold a write from now on. */
    public synchronized void replicas(int number) {
        replicas = number;
    }

    /** What a watch hears, as server-sent events, before its stream goes on in silence. */
    public synchronized void events(String stream) {
        events = stream;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        String line =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().toString();
        if (path.equals("/v1/watch")) {
            remember(exchange, line);
            stream(exchange);
            return;
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        Answer answer;
        synchronized (this) {
            if (!path.equals("/v1/cluster/members")) {
                remember(exchange, line);
            }
            answer = answer(exchange, path, body);
        }
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.getResponseHeaders().set("Served-By", "node0~0a1b");
        synchronized (this) {
            exchange.getResponseHeaders().set("Causality-Token", "t" + writes);
        }
        if (!answer.type().isEmpty()) {
            exchange.getResponseHeaders().set("Content-Type", answer.type());
        }
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }

    private synchronized void remember(HttpExchange exchange, String line) {
        heard.add(new Heard(
                line,
                header(exchange, "Idempotency-Key"),
                header(exchange, "Causality-Token") + header(exchange, "Last-Event-ID"),
                header(exchange, "If-Match") + header(exchange, "If-None-Match")));
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        synchronized (this) {
            exchange.getResponseBody().write(events.getBytes(StandardCharsets.UTF_8));
        }
        exchange.getResponseBody().flush();
        // The stream stays open: nobody closes it but the client, or the end of the test.
    }

    private Answer answer(HttpExchange exchange, String path, byte[] body) throws IOException {
        String method = exchange.getRequestMethod();
        boolean isWrite = !method.equals("GET");
        if (isWrite && writes >= refuseFrom) {
            return Answer.problem(413, "value-too-large");
        }
        if (path.startsWith("/v1/kv/")) {
            return ofKey(exchange, method, decoded(path.substring("/v1/kv/".length())), body);
        }
        if (path.startsWith("/v1/counters/")) {
            return ofCounter(method, decoded(path.substring("/v1/counters/".length())), body);
        }
        return switch (path) {
            case "/v1/kv" -> list(exchange.getRequestURI().getRawQuery());
            case "/v1/batch/write" -> batch(JSON.readTree(body));
            case "/v1/cluster" -> Answer.json(cluster());
            case "/v1/cluster/members" -> Answer.json("{\"members\":[]}");
            default -> Answer.problem(404, "not-found");
        };
    }

    private Answer ofKey(HttpExchange exchange, String method, String key, byte[] body) {
        Stored stored = keys.get(key);
        boolean fails = (!header(exchange, "If-None-Match").isEmpty() && stored != null)
                || (!header(exchange, "If-Match").isEmpty()
                        && (stored == null || !header(exchange, "If-Match").contains(stored.etag())));
        if (fails) {
            return Answer.problem(412, "condition-failed");
        }
        if (method.equals("PUT")) {
            return put(exchange, key, body);
        }
        if (stored == null) {
            return Answer.problem(404, "no-value");
        }
        if (method.equals("DELETE")) {
            keys.remove(key);
            writes++;
            return durable(exchange, Answer.of(204));
        }
        return header(exchange, "Accept").contains("versions")
                ? Answer.json(versions(key, stored))
                : new Answer(200, stored.type(), stored.base64(), Map.of())
                        .with("ETag", '"' + stored.etag() + '"')
                        .with("Version-Count", "1");
    }

    private Answer put(HttpExchange exchange, String key, byte[] body) {
        Stored stored = new Stored(
                header(exchange, "Content-Type"),
                Base64.getEncoder().encodeToString(body),
                nextDot(),
                header(exchange, "Expires-In"));
        keys.put(key, stored);
        return durable(exchange, Answer.of(204).with("ETag", '"' + stored.etag() + '"'));
    }

    private Answer durable(HttpExchange exchange, Answer answer) {
        String asked = header(exchange, "Min-Replicas");
        if (asked.isEmpty()) {
            return answer;
        }
        Answer counted = answer.with("Replicas", Integer.toString(replicas));
        return Integer.parseInt(asked) <= replicas
                ? counted
                : new Answer(202, counted.type(), counted.base64(), counted.headers());
    }

    private Answer ofCounter(String method, String path, byte[] body) throws IOException {
        String name = path.replace("/add", "");
        if (method.equals("POST")) {
            writes++;
            counters.merge(name, JSON.readTree(body).path("delta").asLong(), Long::sum);
        } else if (!counters.containsKey(name)) {
            return Answer.problem(404, "no-value");
        }
        if (method.equals("DELETE")) {
            counters.remove(name);
            return Answer.of(204);
        }
        return Answer.json(JSON.createObjectNode().put("key", name).put("value", counters.get(name)));
    }

    private Answer list(String query) {
        var asked = new HashMap<String, String>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", -1);
            asked.put(parts[0], decoded(parts[1]));
        }
        int limit = Math.min(pageMax, Integer.parseInt(asked.get("limit")));
        String after = asked.getOrDefault("after", "");
        List<String> all = keys.tailMap(after, after.isEmpty()).keySet().stream()
                .filter(key -> key.startsWith(asked.get("prefix")))
                .toList();
        ObjectNode page = JSON.createObjectNode();
        page.putArray("keys");
        all.stream().limit(limit).forEach(key -> page.withArray("keys").add(entry(key, asked.containsKey("values"))));
        page.put("next", all.size() > limit ? all.get(limit - 1) : null);
        return Answer.json(page);
    }

    private Answer batch(JsonNode document) {
        String dot = nextDot();
        for (JsonNode mutation : document.path("mutations")) {
            String key = mutation.path("key").asText();
            if (mutation.path("delete").asBoolean()) {
                keys.remove(key);
            } else if (mutation.has("counter")) {
                counters.merge(
                        mutation.path("counter").asText(), mutation.path("add").asLong(), Long::sum);
            } else {
                keys.put(
                        key,
                        new Stored(
                                mutation.path("contentType").asText(),
                                mutation.path("valueBase64").asText(),
                                dot,
                                mutation.path("expiresIn").asText()));
            }
        }
        return Answer.json(JSON.createObjectNode().put("version", dot));
    }

    private ObjectNode entry(String key, boolean withValue) {
        Stored stored = Objects.requireNonNull(keys.get(key));
        ObjectNode entry = JSON.createObjectNode()
                .put("key", key)
                .put("etag", stored.etag())
                .put("versions", 1);
        if (withValue) {
            entry.put("contentType", stored.type()).put("valueBase64", stored.base64());
        }
        return entry;
    }

    private static ObjectNode versions(String key, Stored stored) {
        ObjectNode document = JSON.createObjectNode().put("key", key).put("etag", stored.etag());
        document.putArray("versions")
                .addObject()
                .put("version", stored.etag())
                .put("contentType", stored.type())
                .put("valueBase64", stored.base64())
                .put("timestamp", "2026-01-01T00:00:00Z");
        return document;
    }

    private static String cluster() {
        return """
                {"clusterId":"causalgrid","site":"node0","state":"ready","keys":2,"logRecords":1234,"bufferDepth":0,\
                "digest":"00ff","vectorClock":[7,5],"members":[\
                {"name":"node0","self":true,"behind":0,"heardMillisAgo":0,"link":null},\
                {"name":"node1","self":false,"behind":3,"digest":"11ee","heardMillisAgo":400,\
                "link":{"state":"cut"}}]}""";
    }

    private String nextDot() {
        writes++;
        return "node0~0a1b:" + writes;
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
