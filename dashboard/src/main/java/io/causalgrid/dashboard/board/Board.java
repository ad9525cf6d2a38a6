package io.causalgrid.dashboard.board;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.causalgrid.dashboard.state.DashboardState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state arranged for display. The page and {@code GET /v1/dashboard} show the same board.
 *
 * @param origins the columns of the matrix: configured replicas first, then any others that replicas know of
 * @param events newest first
 * @param highlightUntil when the next highlight ends and the board looks different although nothing happened; null if
 *     nothing is highlighted
 */
public record Board(
        List<String> origins,
        List<ReplicaRow> replicas,
        Agreement agreement,
        Charging charging,
        List<EventRow> events,
        @JsonIgnore @Nullable Instant highlightUntil) {

    /**
     * Arranges a state as it looks at a time.
     *
     * @param highlight how long a changed number is highlighted
     */
    public static Board of(DashboardState state, Instant now, Duration highlight) {
        var matrix = new VectorMatrix(state, now, highlight);
        return new Board(
                matrix.origins(),
                matrix.rows(),
                Agreement.among(state.replicas().values()),
                Charging.of(state.gateway()),
                state.events().stream().map(EventRow::of).toList(),
                matrix.highlightUntil());
    }

    public long replicasUp() {
        return replicas.stream().filter(row -> row.reach().up()).count();
    }

    /** Whether any replica was ever heard of, so that there are links to show. */
    public boolean hasLinks() {
        return replicas.stream().anyMatch(row -> !row.links().isEmpty());
    }
}
