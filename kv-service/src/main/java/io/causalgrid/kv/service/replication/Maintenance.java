package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.replica.Acknowledgements;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.site.Site;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/** Keeps what the peers say that they have, and lets the site do once a second what is due. */
@Singleton
class Maintenance {
    private static final long INTERVAL_MILLIS = 1_000;

    private final Site site;
    private final Cluster cluster;
    private final Vertx vertx;
    private final InstantSource clock;
    private final Acknowledgements acknowledgements; // the replica's thread
    private long timer = -1;

    Maintenance(
            Site site, Cluster cluster, KvConfig config, LinkObservers observers, Vertx vertx, InstantSource clock) {
        this.site = site;
        this.cluster = cluster;
        this.vertx = vertx;
        this.clock = clock;
        this.acknowledgements = new Acknowledgements(config.retention(), clock.instant());
        observers.add(new LinkObserver() {
            @Override
            public void reported(LinkStatus status) {
                status.lastReport()
                        .ifPresent(report -> site.tell(
                                () -> acknowledgements.heard(status.peer(), report.applied(), clock.instant())));
            }
        });
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(INTERVAL_MILLIS, _ -> maintain());
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer);
    }

    private void maintain() {
        List<String> peers = cluster.peers().stream().map(Member::name).toList();
        site.maintain(() -> acknowledgements.stable(peers, site.point().applied(), clock.instant()));
    }
}
