package io.causalgrid.dashboard.wire;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of a link over which a replica pulls from a peer.
 *
 * @param state {@code connected}, {@code connecting}, {@code backing-off} or {@code cut}
 * @param breaker {@code closed}, {@code open} or {@code half-open}
 * @param cut whether someone cut it on purpose
 * @param delayMillis delay added on purpose
 * @param failures attempts that failed since it last worked
 * @param retryInMillis until the next attempt, if one is planned
 */
public record LinkDocument(
        String state,
        String breaker,
        boolean cut,
        long delayMillis,
        long failures,
        @Nullable Long retryInMillis) {
    public LinkDocument {
        state = Objects.requireNonNullElse(state, "unknown");
        breaker = Objects.requireNonNullElse(breaker, "closed");
    }
}
