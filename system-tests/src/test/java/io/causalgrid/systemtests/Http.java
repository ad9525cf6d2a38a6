package io.causalgrid.systemtests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** JSON over HTTP for tests: any status is an answer, only a broken connection is an exception. */
public final class Http {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private Http() {}

    /** What came back; the body is a missing node if it was empty, and a text node if it is not JSON. */
    public record Answer(int status, JsonNode body, HttpResponse<String> response) {
        /** A header's value, empty if it is not there. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /** A GET with headers. */
    public static Answer get(URI base, String path, Map<String, String> headers) {
        return send(request(base, path, headers).GET());
    }

    /** A GET. */
    public static Answer get(URI base, String path) {
        return get(base, path, Map.of());
    }

    /** A POST of a JSON document with headers. */
    public static Answer post(URI base, String path, Object document, Map<String, String> headers) {
        return send(request(base, path, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(document instanceof String text ? text : text(document))));
    }

    /** A POST of a JSON document. */
    public static Answer post(URI base, String path, Object document) {
        return post(base, path, document, Map.of());
    }

    /** A PUT of a JSON document. */
    public static Answer put(URI base, String path, Object document) {
        return send(request(base, path, Map.of())
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(text(document))));
    }

    /** A PUT of a text with headers. */
    public static Answer putText(URI base, String path, String content, Map<String, String> headers) {
        return send(request(base, path, headers)
                .header("Content-Type", "text/plain;charset=UTF-8")
                .PUT(BodyPublishers.ofString(content)));
    }

    /** A DELETE. */
    public static Answer delete(URI base, String path) {
        return send(request(base, path, Map.of()).DELETE());
    }

    /** The answer of a process that may be down; nothing if there was no answer. */
    public static Optional<Answer> tryGet(URI base, String path) {
        try {
            return Optional.of(get(base, path));
        } catch (UncheckedIOException _) {
            return Optional.empty();
        }
    }

    private static HttpRequest.Builder request(URI base, String path, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
        headers.forEach(request::header);
        return request;
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), body(response), response);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the answer is not JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static JsonNode body(HttpResponse<String> response) throws JsonProcessingException {
        boolean isText = response.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith("text/plain"))
                .isPresent();
        return isText ? TextNode.valueOf(response.body()) : JSON.readTree(response.body());
    }

    private static String text(Object document) {
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
