package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.replica.ReplicaObserver;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.config.Member;
import io.causalgrid.kv.service.site.Site;
import io.causalgrid.kv.service.site.SiteObservers;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The links to all peers. From each peer this site takes everything it lacks, but for the current writes of those peers
 * whose own link stands; so each write comes over one link as a rule, and over another when that link is down.
 */
@Singleton
public class PeerLinks {
    private static final long CHECK_INTERVAL_MILLIS = 1_000;

    private final Map<String, PeerLink> links = new LinkedHashMap<>();
    private final Vertx vertx;
    private long checks = -1;

    PeerLinks(
            KvConfig config,
            Cluster cluster,
            Site site,
            SiteObservers siteObservers,
            LinkObservers observers,
            PeerProof proof,
            Vertx vertx,
            InstantSource clock) {
        this.vertx = vertx;
        var client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(2) // a stream that is closing may still hold its connection when the next one opens
                .setKeepAlive(false));
        var tools = new LinkTools(config.replication(), vertx, client, proof, clock, observers);
        for (Member peer : cluster.peers()) {
            links.put(peer.name(), new PeerLink(peer, site, tools, () -> fetchedElsewhere(peer)));
        }
        siteObservers.add(new ReplicaObserver() {
            @Override
            public void progressed(int depth) {
                links.values().forEach(PeerLink::retry);
            }

            @Override
            public void mustFetchAgain() {
                links.values().forEach(PeerLink::fetchAgain);
            }
        });
    }

    void start(@Observes StartupEvent event) {
        links.values().forEach(PeerLink::start);
        checks = vertx.setPeriodic(CHECK_INTERVAL_MILLIS, _ -> links.values().forEach(PeerLink::check));
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stop();
    }

    /** Live reload in dev mode ends the beans, but neither Vert.x nor its timers. */
    @PreDestroy
    void stop() {
        vertx.cancelTimer(checks);
        links.values().forEach(PeerLink::stop);
    }

    /** How all links stand, in the order of the members. */
    public List<LinkStatus> statuses() {
        var statuses = new ArrayList<LinkStatus>();
        links.values().forEach(link -> statuses.add(link.status()));
        return statuses;
    }

    /** How the link to a peer stands; nothing if there is no such peer. */
    public Optional<LinkStatus> status(String peer) {
        return Optional.ofNullable(links.get(peer)).map(PeerLink::status);
    }

    /**
     * Puts a fault on the link to a peer.
     *
     * @return nothing if there is no such peer
     */
    public Optional<CompletionStage<Void>> put(String peer, LinkFault fault) {
        return Optional.ofNullable(links.get(peer)).map(link -> link.put(fault));
    }

    private Set<SiteId> fetchedElsewhere(Member peer) {
        var excluded = new HashSet<SiteId>();
        for (LinkStatus status : statuses()) {
            if (!status.peer().equals(peer.name()) && status.state() == LinkStatus.State.CONNECTED) {
                status.peerSite().ifPresent(excluded::add);
            }
        }
        return excluded;
    }
}
