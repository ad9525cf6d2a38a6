package io.causalgrid.dashboard.board;

import io.causalgrid.dashboard.state.DashboardState;
import io.causalgrid.dashboard.state.Replica;
import io.causalgrid.dashboard.wire.ClusterDocument;
import io.causalgrid.dashboard.wire.MemberDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of all replicas as a matrix of observers and origins. How far an observer is behind is measured against
 * the largest number known anywhere: in any replica's own vector, in what replicas have heard of each other, and in
 * what a replica that is unreachable now said last.
 */
final class VectorMatrix {
    private final DashboardState state;
    private final Instant now;
    private final Duration highlight;
    /** By origin, in the order of the columns. */
    private final Map<String, Long> largest = new LinkedHashMap<>();

    VectorMatrix(DashboardState state, Instant now, Duration highlight) {
        this.state = state;
        this.now = now;
        this.highlight = highlight;
        state.replicas().keySet().forEach(name -> largest.put(name, 0L));
        state.replicas().values().stream()
                .map(Replica::document)
                .filter(Objects::nonNull)
                .forEach(this::learn);
    }

    private void learn(ClusterDocument document) {
        for (MemberDocument origin : document.members()) {
            learn(origin.name(), document.applied(origin.name()));
            for (MemberDocument member : document.members()) {
                learn(origin.name(), document.heardApplied(member, origin.name()));
            }
        }
    }

    private void learn(String origin, @Nullable Long applied) {
        largest.merge(origin, applied == null ? 0L : applied, Math::max);
    }

    List<String> origins() {
        return List.copyOf(largest.keySet());
    }

    List<ReplicaRow> rows() {
        return state.replicas().values().stream().map(this::row).toList();
    }

    @Nullable
    Instant highlightUntil() {
        return state.replicas().values().stream()
                .flatMap(replica -> replica.changedAt().values().stream())
                .filter(this::isFresh)
                .min(Instant::compareTo)
                .map(changedAt -> changedAt.plus(highlight))
                .orElse(null);
    }

    private ReplicaRow row(Replica replica) {
        ClusterDocument document = replica.document();
        return new ReplicaRow(
                replica.name(),
                replica.url().toString(),
                Reach.of(replica.contact()),
                document == null ? "" : document.state(),
                largest.keySet().stream().map(origin -> cell(replica, origin)).toList(),
                document == null ? null : store(document),
                document == null ? List.of() : links(document));
    }

    private ReplicaRow.Cell cell(Replica replica, String origin) {
        ClusterDocument document = replica.document();
        Long applied = document == null ? null : document.applied(origin);
        long behind = applied == null ? 0 : Objects.requireNonNull(largest.get(origin)) - applied;
        Instant changedAt = replica.changedAt().get(origin);
        return new ReplicaRow.Cell(
                origin, applied, behind, origin.equals(replica.name()), changedAt != null && isFresh(changedAt));
    }

    private boolean isFresh(Instant changedAt) {
        return now.isBefore(changedAt.plus(highlight));
    }

    private static ReplicaRow.Store store(ClusterDocument document) {
        return new ReplicaRow.Store(
                document.bufferDepth(), document.bufferCapacity(), document.keys(), document.digest());
    }

    private static List<LinkRow> links(ClusterDocument document) {
        return document.members().stream()
                .filter(member -> member.link() != null)
                .map(member -> LinkRow.of(member, Objects.requireNonNull(member.link())))
                .toList();
    }
}
