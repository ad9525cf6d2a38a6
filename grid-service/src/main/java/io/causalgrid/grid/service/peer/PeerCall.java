package io.causalgrid.grid.service.peer;

import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to another process.
 *
 * @param path with its query, if any
 * @param json the body, or null for none
 * @param isRepeatable whether the very same request does no more when it arrives twice than when it arrives once
 */
public record PeerCall(
        HttpMethod method,
        String path,
        Map<String, String> headers,
        @Nullable String json,
        boolean isRepeatable) {
    public static PeerCall get(String path) {
        return new PeerCall(HttpMethod.GET, path, Map.of(), null, true);
    }

    public static PeerCall delete(String path, Map<String, String> headers) {
        return new PeerCall(HttpMethod.DELETE, path, headers, null, true);
    }

    /** A text as it stands in a path or a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
