package io.causalgrid.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** JSON over HTTP, as the demos speak it. */
final class JsonHttp {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /**
     * A request.
     *
     * @param body JSON, or empty for a GET
     */
    record Call(URI url, String body) {

        static Call get(URI base, String path) {
            return new Call(base.resolve(path), "");
        }

        static Call post(URI base, String path, String body) {
            return new Call(base.resolve(path), body);
        }

        /** For people to read. */
        String text() {
            return body.isEmpty() ? "GET " + url : "POST " + url + " " + body;
        }
    }

    /** The answer's document when its status is 200; otherwise a text with the status and what came. */
    JsonNode answer(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.url()).timeout(PATIENCE);
        if (!call.body().isEmpty()) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(call.body()));
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return response.statusCode() == 200
                    ? JSON.readTree(response.body())
                    : TextNode.valueOf("HTTP " + response.statusCode() + ": " + response.body());
        } catch (JsonProcessingException e) {
            return TextNode.valueOf("not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            return TextNode.valueOf("no answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("Interrupted", e);
        }
    }

    /** The document this text is. */
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
