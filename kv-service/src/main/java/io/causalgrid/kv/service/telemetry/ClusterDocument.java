package io.causalgrid.kv.service.telemetry;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.service.replication.SnapshotProgress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The cluster as one site sees it. Arrays are in member order. */
@Schema(name = "Cluster")
public record ClusterDocument(
        @Schema(description = "the name that the members' disks bear")
        String clusterId,

        String site,
        String incarnation,

        @Schema(description = "among the members; -1 once this site has left")
        int index,

        @Schema(enumeration = {"ready", "catching-up", "not-a-member", "removed"})
        String state,

        @Schema(description = "why the site takes no writes, neither from clients nor from peers; null if it does")
        @Nullable
        String hindrance,

        @Schema(description = "while one is fetched") @Nullable
        SnapshotProgress snapshot,

        List<MemberDocument> members,
        List<Long> vectorClock,

        @Schema(description = "the applied vector, incarnation by incarnation")
        Map<String, Long> vector,

        long bufferDepth,
        int bufferCapacity,
        long keys,

        @Schema(description = "over all visible versions; equal vectors mean equal digests")
        String digest,

        long logRecords,
        long logBytes) {

    /** A vector as it stands in documents, incarnation by incarnation. */
    public static Map<String, Long> entries(VersionVector vector) {
        var entries = new LinkedHashMap<String, Long>();
        vector.forEach((site, sequence) -> entries.put(site.toString(), sequence));
        return entries;
    }

    /** A member as this site sees it. */
    @Schema(name = "Member")
    public record MemberDocument(
            String name,
            String url,
            boolean self,

            @Schema(description = "what it said last that it has applied; null before it said anything") @Nullable
            List<Long> vectorClock,

            @Schema(description = "writes known at this site that it has not applied, as it said last")
            long behind,

            long bufferDepth,
            @Nullable String digest,
            @Nullable Long heardMillisAgo,
            @Nullable LinkDocument link) {}

    /** This site's link to a member. */
    @Schema(name = "Link")
    public record LinkDocument(
            @Schema(enumeration = {"connected", "connecting", "backing-off", "cut"})
            String state,

            @Schema(enumeration = {"closed", "open", "half-open"})
            String breaker,

            boolean cut,
            long delayMillis,

            @Schema(description = "attempts in a row of which nothing came")
            int failures,

            @Schema(description = "why nothing comes; null if something does, or before the first attempt") @Nullable
            String cause) {}
}
