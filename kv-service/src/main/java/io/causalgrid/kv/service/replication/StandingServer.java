package io.causalgrid.kv.service.replication;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.site.Site;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** Tells a peer how this site stands, as soon as it durably has what the peer waits for. */
@Singleton
class StandingServer {
    /** Where peers ask. */
    static final String PATH = "/internal/v1/standing";

    private static final long WAIT_MILLIS_MAX = 30_000;

    private final Site site;
    private final Cluster cluster;
    private final PeerProof proof;
    private final PeerAdmission admission;

    StandingServer(Site site, Cluster cluster, PeerProof proof, PeerAdmission admission) {
        this.site = site;
        this.cluster = cluster;
        this.proof = proof;
        this.admission = admission;
    }

    void install(@Observes Router router) {
        router.post(PATH).handler(PeerAdmission.smallBodies()).handler(this::serve);
    }

    private void serve(RoutingContext context) {
        var admitted = admission.admit(context, StandingRequest::decode);
        if (admitted.isEmpty()) {
            return;
        }
        StandingRequest request = admitted.get().request();
        String challenge = admitted.get().challenge();
        if (!admission.isWelcome(context, request.requester().name(), request.awaited())) {
            return;
        }
        var _ = site.whenApplied(applied -> applied.includes(request.awaited()))
                .completeOnTimeout(null, Math.min(WAIT_MILLIS_MAX, request.waitMillis()), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> context.vertx().runOnContext(_ -> answer(context, challenge)));
    }

    private void answer(RoutingContext context, String challenge) {
        site.standing()
                .subscribe()
                .with(
                        standing -> {
                            Buffer hello = Frame.hello(site.self(), proof.answer(challenge, cluster.selfName()));
                            SiteReport report = SiteReport.of(standing, cluster.isMember());
                            context.response().end(hello.appendBuffer(Frame.ofReport(report)));
                        },
                        failure ->
                                Problems.answer(context, 503, "storage-failed", String.valueOf(failure.getMessage())));
    }
}
