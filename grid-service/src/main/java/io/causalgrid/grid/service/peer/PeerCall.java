package io.causalgrid.grid.service.peer;

import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to another process.
 *
 * @param path with its query, if any
 * @param json the body, or null for none
 */
public record PeerCall(
        HttpMethod method,
        String path,
        Map<String, String> headers,
        @Nullable String json) {
    public static PeerCall get(String path) {
        return new PeerCall(HttpMethod.GET, path, Map.of(), null);
    }
}
