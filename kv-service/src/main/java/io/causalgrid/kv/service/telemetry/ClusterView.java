package io.causalgrid.kv.service.telemetry;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.state.StatePoint;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.replication.CatchUp;
import io.causalgrid.kv.service.replication.LinkStatus;
import io.causalgrid.kv.service.replication.PeerLinks;
import io.causalgrid.kv.service.replication.SiteReport;
import io.causalgrid.kv.service.replication.SnapshotDownload;
import io.causalgrid.kv.service.site.Site;
import io.causalgrid.kv.service.telemetry.ClusterDocument.LinkDocument;
import io.causalgrid.kv.service.telemetry.ClusterDocument.MemberDocument;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Draws the cluster document from what this site knows. */
@Singleton
public class ClusterView {
    private final Site site;
    private final Cluster cluster;
    private final PeerLinks links;
    private final CatchUp catchUp;
    private final SnapshotDownload snapshots;
    private final String clusterId;
    private final int bufferCapacity;
    private final InstantSource clock;

    ClusterView(
            Site site,
            Cluster cluster,
            PeerLinks links,
            CatchUp catchUp,
            SnapshotDownload snapshots,
            KvConfig config,
            InstantSource clock) {
        this.site = site;
        this.cluster = cluster;
        this.links = links;
        this.catchUp = catchUp;
        this.snapshots = snapshots;
        this.clusterId = config.clusterId();
        this.bufferCapacity = config.bufferCapacity();
        this.clock = clock;
    }

    /** The document as of now. */
    public Uni<ClusterDocument> draw() {
        return site.ask(replica -> draw(replica.state().point(), replica.bufferSize()));
    }

    /** How many writes a member lacks of all that this site knows of, as the member said last. */
    public long behind(String member) {
        Map<String, VersionVector> vectors = vectors(site.point(), links.statuses());
        VersionVector known = vectors.values().stream().reduce(VersionVector.empty(), VersionVector::merge);
        return vectors.getOrDefault(member, VersionVector.empty()).missingFrom(known);
    }

    private ClusterDocument draw(StatePoint point, int bufferDepth) {
        List<LinkStatus> statuses = links.statuses();
        Map<String, VersionVector> vectors = vectors(point, statuses);
        VersionVector known = vectors.values().stream().reduce(VersionVector.empty(), VersionVector::merge);
        return new ClusterDocument(
                clusterId,
                site.self().name(),
                site.self().incarnation(),
                cluster.selfIndex(),
                catchUp.stage().inDocuments(),
                catchUp.hindrance().orElse(null),
                snapshots.progress().orElse(null),
                cluster.members().stream()
                        .map(member -> member.name().equals(cluster.selfName())
                                ? self(member, point, bufferDepth, known)
                                : peer(member, statuses, known))
                        .toList(),
                point.applied().totals(cluster.names()),
                ClusterDocument.entries(point.applied()),
                bufferDepth,
                bufferCapacity,
                point.keys(),
                point.digest().toString(),
                site.log().end() - site.log().start() + 1,
                site.log().sizeBytes());
    }

    private MemberDocument self(Member member, StatePoint point, int bufferDepth, VersionVector known) {
        return new MemberDocument(
                member.name(),
                member.url().toString(),
                true,
                point.applied().totals(cluster.names()),
                point.applied().missingFrom(known),
                bufferDepth,
                point.digest().toString(),
                0L,
                null);
    }

    private MemberDocument peer(Member member, List<LinkStatus> statuses, VersionVector known) {
        Optional<LinkStatus> status = statuses.stream()
                .filter(candidate -> candidate.peer().equals(member.name()))
                .findFirst();
        Optional<SiteReport> report = status.flatMap(LinkStatus::lastReport);
        return new MemberDocument(
                member.name(),
                member.url().toString(),
                false,
                report.map(said -> said.applied().totals(cluster.names())).orElse(null),
                report.map(SiteReport::applied).orElse(VersionVector.empty()).missingFrom(known),
                report.map(SiteReport::bufferDepth).orElse(0L),
                report.map(said -> said.digest().toString()).orElse(null),
                status.flatMap(LinkStatus::heardAt)
                        .map(at -> Duration.between(at, clock.instant()).toMillis())
                        .orElse(null),
                status.map(ClusterView::link).orElse(null));
    }

    private static LinkDocument link(LinkStatus status) {
        return new LinkDocument(
                inDocuments(status.state()),
                inDocuments(status.breaker()),
                status.fault().cut(),
                status.fault().delay().toMillis(),
                status.failures(),
                status.cause().orElse(null));
    }

    private Map<String, VersionVector> vectors(StatePoint point, List<LinkStatus> statuses) {
        var vectors = new LinkedHashMap<String, VersionVector>();
        vectors.put(cluster.selfName(), point.applied());
        statuses.forEach(
                status -> status.lastReport().ifPresent(report -> vectors.put(status.peer(), report.applied())));
        return vectors;
    }

    /** A constant's name as it stands in documents: {@code BACKING_OFF} is {@code backing-off}. */
    static String inDocuments(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
