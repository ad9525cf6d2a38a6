package io.causalgrid.cli.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as one replica sees it.
 *
 * @param clusterId the name that the members' disks bear
 * @param site the replica that was asked
 * @param incarnation under which it writes
 * @param state {@code ready}, {@code catching-up}, {@code not-a-member} or {@code removed}
 * @param members in the order of the simple API's arrays
 */
public record ClusterReport(
        String clusterId, String site, String incarnation, String state, List<MemberReport> members) {

    /** Whether its peers would turn it away: it has not joined yet, or has left. */
    public boolean isOutside() {
        return state.equals("not-a-member") || state.equals("removed");
    }

    /**
     * A member.
     *
     * @param self whether it is the replica that was asked
     * @param behind how many writes it lacks of those known at the replica that was asked, as it said last
     * @param heardMillisAgo how long ago that was; null before it said anything
     * @param link the connection to it; null for the replica itself
     */
    public record MemberReport(
            String name,
            String url,
            boolean self,
            long behind,
            @Nullable Long heardMillisAgo,
            @Nullable LinkReport link) {}

    /** A connection, by what it is doing: {@code connected}, {@code connecting}, {@code backing-off} or {@code cut}. */
    public record LinkReport(String state) {}
}
