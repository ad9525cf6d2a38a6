package io.causalgrid.dashboard.wire;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one replica sees the cluster and itself ({@code GET /v1/cluster}).
 *
 * @param state {@code ready} or {@code catching-up}
 * @param vectorClock applied writes by member, in the order of {@code members}
 * @param vector the version vector by incarnation, such as {@code node0~9f1c2ab4}
 * @param digest of the live data; equal vectors must come with equal digests
 */
public record ClusterDocument(
        String site,
        String state,
        List<MemberDocument> members,
        List<Long> vectorClock,
        Map<String, Long> vector,
        long bufferDepth,
        long bufferCapacity,
        long keys,
        String digest) {
    public ClusterDocument {
        site = Objects.requireNonNullElse(site, "");
        state = Objects.requireNonNullElse(state, "");
        members = members == null ? List.of() : List.copyOf(members);
        vectorClock = vectorClock == null ? List.of() : List.copyOf(vectorClock);
        vector = vector == null ? Map.of() : Map.copyOf(vector);
        digest = Objects.requireNonNullElse(digest, "");
    }

    /** How many writes of {@code origin} this replica has applied; null when it does not know such a member. */
    public @Nullable Long applied(String origin) {
        return entry(vectorClock, origin);
    }

    /** How many writes of {@code origin} {@code member} had applied when this replica last heard of it. */
    public @Nullable Long heardApplied(MemberDocument member, String origin) {
        return entry(member.vectorClock(), origin);
    }

    private @Nullable Long entry(@Nullable List<Long> clock, String origin) {
        for (int index = 0; clock != null && index < Math.min(clock.size(), members.size()); index++) {
            if (members.get(index).name().equals(origin)) {
                return clock.get(index);
            }
        }
        return null;
    }
}
