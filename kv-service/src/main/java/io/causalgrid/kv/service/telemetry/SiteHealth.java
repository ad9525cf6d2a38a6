package io.causalgrid.kv.service.telemetry;

import io.causalgrid.kv.service.replication.CatchUp;
import io.causalgrid.kv.service.replication.PeerLinks;
import io.causalgrid.kv.service.site.SiteThread;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * Alive: the replica's thread has met no bug. Ready: the site has caught up. Peers that are down change neither, nor does a
 * full disk; readiness names them all the same.
 */
final class SiteHealth {
    private SiteHealth() {}

    @Produces
    @Singleton
    @Liveness
    static HealthCheck alive(SiteThread thread) {
        return () ->
                HealthCheckResponse.named("replica").status(thread.isHealthy()).build();
    }

    @Produces
    @Singleton
    @Readiness
    static HealthCheck ready(CatchUp catchUp) {
        return () -> HealthCheckResponse.named("caught-up")
                .status(catchUp.isDone())
                .withData("stage", catchUp.stage().inDocuments())
                .build();
    }

    @Produces
    @Singleton
    @Readiness
    static HealthCheck undisturbed(CatchUp catchUp, PeerLinks links) {
        return () -> {
            var check = HealthCheckResponse.named("what-is-degraded").up();
            catchUp.hindrance().ifPresent(why -> check.withData("writes", why));
            links.statuses().forEach(link -> link.cause().ifPresent(why -> check.withData("from " + link.peer(), why)));
            return check.build();
        };
    }
}
