package io.causalgrid.dashboard.wire;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One member as a replica sees it.
 *
 * @param vectorClock what it was last heard to have applied; null if never heard
 * @param behind writes the replica knows of that this member, as last heard, has not applied
 * @param link how the replica is connected to it; null for the replica itself
 */
public record MemberDocument(
        String name,
        boolean self,
        @Nullable List<Long> vectorClock,
        long behind,
        @Nullable LinkDocument link) {
    public MemberDocument {
        name = Objects.requireNonNullElse(name, "");
        vectorClock = vectorClock == null ? null : List.copyOf(vectorClock);
    }
}
