package io.causalgrid.dashboard.state;

import io.causalgrid.dashboard.wire.ClusterDocument;
import io.causalgrid.dashboard.wire.LinkDocument;
import io.causalgrid.dashboard.wire.MemberDocument;
import io.causalgrid.dashboard.wire.SubstationDocument;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Makes documents as a healthy cluster of three would send them. */
public final class Documents {
    public static final List<String> NAMES = List.of("node0", "node1", "node2");
    public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private Documents() {}

    /** A replica's document; its digest is a function of its vector, as a correct store's is. */
    public static ClusterDocument cluster(String site, long... vector) {
        return cluster(site, "digest-of-" + Arrays.toString(vector), vector);
    }

    public static ClusterDocument cluster(String site, String digest, long[] vector) {
        Map<String, Long> byIncarnation = IntStream.range(0, vector.length)
                .boxed()
                .collect(Collectors.toMap(index -> NAMES.get(index) + "~1", index -> vector[index]));
        List<Long> clock = LongStream.of(vector).boxed().toList();
        var link = new LinkDocument("connected", "closed", false, 0, 0, null);
        List<MemberDocument> members = NAMES.stream()
                .map(name -> new MemberDocument(name, name.equals(site), clock, 0, name.equals(site) ? null : link))
                .toList();
        return new ClusterDocument(site, "ready", members, clock, byIncarnation, 0, 10_000, 1, digest);
    }

    public static SubstationDocument substation(String id, String state, long sessions) {
        return new SubstationDocument(
                id, "http://" + id, state, 250.0, 7.4 * sessions, 7.4 * sessions, sessions, 200L, 0L);
    }

    /** Three replicas and a gateway of which nothing is known yet. */
    public static DashboardState nothingKnown(int eventsMax) {
        var replicas = new LinkedHashMap<String, Replica>();
        NAMES.forEach(name -> replicas.put(name, Replica.unknown(name, URI.create("http://" + name))));
        return new DashboardState(replicas, Gateway.unknown(URI.create("http://gateway")), List.of(), eventsMax);
    }

    public static DashboardState after(DashboardState state, Observation... observations) {
        DashboardState current = state;
        for (Observation observation : observations) {
            current = current.after(observation);
        }
        return current;
    }

    public static Observation reported(ClusterDocument document, Instant at) {
        return new Observation.ReplicaReported(document.site(), document, at);
    }
}
