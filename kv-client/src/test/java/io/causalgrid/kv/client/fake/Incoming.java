package io.causalgrid.kv.client.fake;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as it arrived.
 *
 * @param path as it was sent, encoded
 * @param headers by name, in any case
 */
public record Incoming(String method, String path, String query, Map<String, String> headers, String body) {

    static Incoming of(HttpExchange exchange) throws IOException {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        String query = exchange.getRequestURI().getRawQuery();
        return new Incoming(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                query == null ? "" : query,
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** What follows {@code /v1/kv/}, decoded as a server decodes it. */
    String key() {
        return URLDecoder.decode(path.substring("/v1/kv/".length()).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    boolean isAboutMembers() {
        return path.equals("/v1/cluster/members");
    }

    /** For comparing in tests: method and path. */
    public String line() {
        return method + " " + path + (query.isEmpty() ? "" : "?" + query);
    }
}
