package io.causalgrid.dashboard.board;

import io.causalgrid.dashboard.state.Contact;
import io.causalgrid.dashboard.state.Replica;
import io.causalgrid.dashboard.wire.ClusterDocument;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the replicas that can be reached hold the same data. Replicas with equal version vectors must have equal
 * digests; if not, the store has broken its promise.
 *
 * @param state {@code identical}, {@code converging}, {@code diverged} or {@code unknown}
 * @param text the same in words
 * @param diverged names of replicas with equal vectors and unequal digests
 */
public record Agreement(String state, String text, Set<String> diverged) {
    public Agreement {
        diverged = Set.copyOf(diverged);
    }

    static Agreement among(Collection<Replica> replicas) {
        var heard = replicas.stream()
                .filter(replica -> replica.contact() instanceof Contact.Reachable)
                .filter(replica -> replica.document() != null)
                .toList();
        if (heard.isEmpty()) {
            return new Agreement("unknown", "No replica can be reached", Set.of());
        }
        Set<String> diverged = diverged(heard);
        if (!diverged.isEmpty()) {
            String names = String.join(", ", diverged.stream().sorted().toList());
            return new Agreement("diverged", "Different data with equal vectors at " + names, diverged);
        }
        String who = heard.size() == replicas.size() ? "All " + heard.size() : heard.size() + " reachable";
        long vectors = heard.stream().map(Agreement::vector).distinct().count();
        return vectors == 1
                ? new Agreement("identical", who + (heard.size() == 1 ? " replica" : " replicas identical"), Set.of())
                : new Agreement("converging", who + " replicas converging", Set.of());
    }

    private static Set<String> diverged(List<Replica> heard) {
        Map<Object, Replica> firstWithVector = new HashMap<>();
        var diverged = new HashSet<String>();
        for (Replica replica : heard) {
            Replica first = firstWithVector.putIfAbsent(vector(replica), replica);
            if (first != null && !digest(first).equals(digest(replica))) {
                diverged.add(first.name());
                diverged.add(replica.name());
            }
        }
        return diverged;
    }

    /** By incarnation where the replica says so: equal totals over incarnations could be different writes. */
    private static Object vector(Replica replica) {
        ClusterDocument document = replica.document();
        if (document == null) {
            return List.of();
        }
        return document.vector().isEmpty() ? document.vectorClock() : document.vector();
    }

    private static String digest(Replica replica) {
        ClusterDocument document = replica.document();
        return document == null ? "" : document.digest();
    }
}
