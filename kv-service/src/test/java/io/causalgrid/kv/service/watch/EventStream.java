package io.causalgrid.kv.service.watch;

import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one client that watches has got. */
final class EventStream {
    private final HttpClientResponse response;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private volatile String lastId = "";
    private volatile boolean ended;

    /** An event; one without a type is a heartbeat. */
    record Event(@Nullable String id, @Nullable String type, JsonObject data) {
        /** The keys of its changes. */
        List<String> keys() {
            return changes().stream()
                    .map(change -> ((JsonObject) change).getString("key"))
                    .toList();
        }

        /** The texts of its changes. */
        List<String> values() {
            return changes().stream()
                    .map(change -> ((JsonObject) change).getString("value"))
                    .toList();
        }

        private JsonArray changes() {
            return data.getJsonArray("changes", new JsonArray());
        }
    }

    /** Clients on one event loop. */
    static final class Clients implements AutoCloseable {
        private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        private final HttpClient http = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(2_000).setKeepAlive(false));

        private final HttpClient decoding = vertx.createHttpClient(
                new HttpClientOptions().setDecompressionSupported(true).setKeepAlive(false));

        /** Asks to watch, and returns when the answer has begun. */
        EventStream watch(String query, Map<String, String> headers) {
            return watch(http, query, headers);
        }

        /** As above, for a client that decodes what is compressed. */
        EventStream watchDecoding(String query) {
            return watch(decoding, query, Map.of("Accept-Encoding", "gzip"));
        }

        private static EventStream watch(HttpClient http, String query, Map<String, String> headers) {
            try {
                return http.request(HttpMethod.GET, RestAssured.port, "127.0.0.1", "/v1/watch" + query)
                        .compose(request -> {
                            headers.forEach(request::putHeader);
                            return request.send().map(EventStream::new);
                        })
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError("no answer to " + query, e);
            }
        }

        EventStream watch(String query) {
            return watch(query, Map.of());
        }

        @Override
        public void close() {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private EventStream(HttpClientResponse response) {
        this.response = response;
        response.handler(RecordParser.newDelimited("\n\n", this::block));
        response.endHandler(_ -> ended = true);
        response.exceptionHandler(_ -> ended = true);
    }

    int status() {
        return response.statusCode();
    }

    @Nullable
    String header(String name) {
        return response.getHeader(name);
    }

    /** All events so far, without heartbeats. */
    List<Event> events() {
        return events.stream().filter(event -> event.type != null).toList();
    }

    /** The events of a type so far. */
    List<Event> events(String type) {
        return events.stream().filter(event -> type.equals(event.type)).toList();
    }

    String lastId() {
        return lastId;
    }

    boolean hasEnded() {
        return ended;
    }

    void stopReading() {
        response.pause();
    }

    void readOn() {
        response.resume();
    }

    void close() {
        response.request().connection().close();
    }

    private void block(Buffer bytes) {
        String id = null;
        String type = null;
        var data = new JsonObject();
        for (String line : bytes.toString().lines().toList()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = new JsonObject(line.substring(6));
            }
        }
        events.add(new Event(id, type, data));
        if (id != null) {
            lastId = id;
        }
    }
}
