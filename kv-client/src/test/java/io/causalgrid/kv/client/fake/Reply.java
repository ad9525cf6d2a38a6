package io.causalgrid.kv.client.fake;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What a fake replica answers. */
public record Reply(int status, Map<String, String> headers, String body) {

    public static Reply of(int status) {
        return new Reply(status, Map.of(), "");
    }

    public static Reply json(String body) {
        return new Reply(200, Map.of("Content-Type", "application/json"), body);
    }

    /** A problem of the store's. {@code members} is JSON that follows the common members, such as {@code "limit":5}. */
    public static Reply problem(int status, String name, String members) {
        String more = members.isEmpty() ? "" : "," + members;
        return new Reply(status, Map.of("Content-Type", "application/problem+json"), """
                {"type":"urn:causalgrid:problem:%s","title":"t","status":%d,"detail":"so it is"%s}""".formatted(name, status, more));
    }

    public static Reply problem(int status, String name) {
        return problem(status, name, "");
    }

    public Reply header(String name, String value) {
        var more = new TreeMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }

    void send(HttpExchange exchange) throws IOException {
        headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
