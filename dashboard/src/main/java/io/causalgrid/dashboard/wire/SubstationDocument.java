package io.causalgrid.dashboard.wire;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A substation as the gateway knows it ({@code GET /v1/substations}); figures are null when it never answered.
 *
 * @param state {@code up} or {@code down}
 */
public record SubstationDocument(
        String id,
        String url,
        String state,
        @Nullable Double limitKw,
        @Nullable Double powerKw,
        @Nullable Double committedKw,
        @Nullable Long activeSessions,
        @Nullable Long connectors,
        @Nullable Long queueLength) {
    public SubstationDocument {
        id = Objects.requireNonNullElse(id, "");
        url = Objects.requireNonNullElse(url, "");
        state = Objects.requireNonNullElse(state, "unknown");
    }
}
