package io.causalgrid.cli.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One replica's REST API for those who run the store. Every method throws {@link ReplicaException} on a refusal. */
public final class ReplicaAdmin {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK_PATIENCE = Duration.ofSeconds(10);
    private static final Duration CHANGE_PATIENCE = Duration.ofSeconds(60);
    private static final Duration BACKUP_PATIENCE = Duration.ofMinutes(10);
    private static final long HEARD_EVERY_MILLIS = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_PATIENCE)
            .build();
    private final URI server;
    private final Consumer<Duration> waiting;

    /** The replica at that address. */
    public ReplicaAdmin(URI server) {
        this(server, _ -> {});
    }

    /** @param waiting hears several times a second how long an answer has taken so far; on the caller's thread */
    public ReplicaAdmin(URI server, Consumer<Duration> waiting) {
        this.server = server;
        this.waiting = waiting;
    }

    /** The cluster as the replica sees it. */
    public ClusterReport cluster() {
        return read(
                ClusterReport.class,
                answer(request("/v1/cluster", LOOK_PATIENCE).GET()));
    }

    /** Lets a member join, or gives one a new address; again is harmless. */
    public void add(String name, String url) {
        answer(post("/v1/cluster/members", CHANGE_PATIENCE, Map.of("name", name, "url", url)));
    }

    /** Lets a member leave. */
    public void remove(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        answer(request("/v1/cluster/members/" + encoded, CHANGE_PATIENCE).DELETE());
    }

    /**
     * Makes a backup of the replica.
     *
     * @param name of its directory; null for the time
     */
    public BackupReport backUp(@Nullable String name) {
        Map<String, String> body = name == null ? Map.of() : Map.of("name", name);
        return read(BackupReport.class, answer(post("/v1/cluster/backup", BACKUP_PATIENCE, body)));
    }

    private HttpRequest.Builder request(String path, Duration patience) {
        return HttpRequest.newBuilder(server.resolve(path)).timeout(patience);
    }

    private HttpRequest.Builder post(String path, Duration patience, Map<String, String> body) {
        try {
            return request(path, patience)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts has no JSON form", e);
        }
    }

    private JsonNode answer(HttpRequest.Builder request) {
        HttpResponse<String> response = await(http.sendAsync(request.build(), BodyHandlers.ofString()));
        JsonNode document;
        try {
            document = JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw notAReplica(response.statusCode(), e);
        }
        if (response.statusCode() != 200) {
            throw Refusals.of(server, response.statusCode(), document);
        }
        return document;
    }

    private HttpResponse<String> await(CompletableFuture<HttpResponse<String>> response) {
        long began = System.nanoTime();
        while (true) {
            try {
                return response.get(HEARD_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                waiting.accept(Duration.ofNanos(System.nanoTime() - began));
            } catch (ExecutionException e) {
                throw noAnswer(e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ReplicaException("Interrupted while waiting for " + server, e);
            }
        }
    }

    private ReplicaException noAnswer(Throwable cause) {
        String what = cause instanceof HttpTimeoutException ? "does not answer in time" : "cannot be reached";
        return new ReplicaException(
                "%s %s (%s); does a replica run there? Another one is chosen with --server"
                        .formatted(server, what, cause.getClass().getSimpleName()),
                cause);
    }

    private ReplicaException notAReplica(int status, Throwable cause) {
        return new ReplicaException(
                "%s answers with status %d and what no replica of the store would say".formatted(server, status),
                cause);
    }

    private <T> T read(Class<T> type, JsonNode document) {
        try {
            return JSON.treeToValue(document, type);
        } catch (JsonProcessingException e) {
            throw notAReplica(200, e);
        }
    }
}
