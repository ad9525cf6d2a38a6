package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.membership.Membership;
import io.causalgrid.kv.core.replica.ReplicaObserver;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.site.Site;
import io.causalgrid.kv.service.site.SiteObservers;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The links to all peers. From each peer this site takes everything it lacks, but for the current writes of those peers
 * whose own link stands; so each write comes over one link as a rule, and over another when that link is down.
 */
@Singleton
public class PeerLinks {
    private static final long CHECK_INTERVAL_MILLIS = 1_000;

    private static final Duration DEPARTURE_MAX = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final Site site;
    private final Vertx vertx;
    private final LinkTools tools;
    private final Map<String, PeerLink> links = new ConcurrentSkipListMap<>();
    private final Map<String, Instant> departures = new ConcurrentHashMap<>();
    private volatile boolean running;
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
        this.cluster = cluster;
        this.site = site;
        this.vertx = vertx;
        var client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(2) // a stream that is closing may still hold its connection when the next one opens
                .setKeepAlive(false));
        this.tools = new LinkTools(config.replication(), vertx, client, proof, clock, observers);
        siteObservers.add(new ReplicaObserver() {
            @Override
            public void membershipChanged(Membership membership) {
                adapt();
            }

            @Override
            public void progressed(int depth) {
                links.values().forEach(PeerLink::retry);
            }

            @Override
            public void mustFetchAgain(RuntimeException why) {
                links.values()
                        .forEach(link -> link.fetchAgain("this site cannot take what it sends: " + why.getMessage()));
            }
        });
        adapt();
    }

    void start(@Observes StartupEvent event) {
        running = true;
        links.values().forEach(PeerLink::start);
        checks = vertx.setPeriodic(CHECK_INTERVAL_MILLIS, _ -> check());
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stop();
    }

    /** Live reload in dev mode ends the beans, but neither Vert.x nor its timers. */
    @PreDestroy
    void stop() {
        running = false;
        vertx.cancelTimer(checks);
        links.values().forEach(PeerLink::stop);
    }

    /** Makes the links those that the membership asks for. */
    private synchronized void adapt() {
        Map<String, Member> wanted = new HashMap<>();
        cluster.peers().forEach(peer -> wanted.put(peer.name(), peer));
        for (PeerLink link : List.copyOf(links.values())) {
            String name = link.peer().name();
            if (cluster.isMember() && !wanted.containsKey(name)) {
                departures.putIfAbsent(name, tools.clock().instant()); // what it has and we lack is still to be had
            } else if (!link.peer().equals(wanted.get(name))) {
                drop(link);
            }
        }
        for (Member peer : wanted.values()) {
            departures.remove(peer.name());
            links.computeIfAbsent(peer.name(), _ -> newLink(peer));
        }
        if (!cluster.isMember()) { // from now on the peers refuse, until we belong to them again
            links.values().forEach(link -> link.startOver("this site has left the cluster"));
        }
    }

    private PeerLink newLink(Member peer) {
        var link = new PeerLink(peer, site, tools, () -> notWantedFrom(peer));
        if (running) {
            link.start();
        }
        return link;
    }

    private void check() {
        links.values().forEach(PeerLink::check);
        departures.forEach((name, since) -> {
            PeerLink link = links.get(name);
            if (link == null || hasGone(link.status(), since)) {
                departures.remove(name);
                if (link != null) {
                    drop(link);
                }
            }
        });
    }

    /** Whether nothing more is to be had from a member that has left: it knows so, and we have all that it has. */
    private boolean hasGone(LinkStatus status, Instant since) {
        boolean drained = status.lastReport()
                .map(report -> !report.member() && site.point().applied().includes(report.applied()))
                .orElse(false);
        boolean silent = status.state() != LinkStatus.State.CONNECTED
                && since.plus(DEPARTURE_MAX).isBefore(tools.clock().instant());
        return drained || silent;
    }

    private void drop(PeerLink link) {
        links.remove(link.peer().name());
        link.stop();
    }

    /** How all links stand. */
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

    /**
     * The origins of which the peer is not asked for anything: those that this site fetches from themselves, and this
     * site itself, or every peer would send each of its writes back. A site that has forgotten writes of its own learns
     * that from the peers' reports; under the new name that it then takes, it does fetch them.
     */
    private Set<SiteId> notWantedFrom(Member peer) {
        var excluded = new HashSet<SiteId>();
        excluded.add(site.self());
        for (LinkStatus status : statuses()) {
            if (!status.peer().equals(peer.name()) && status.state() == LinkStatus.State.CONNECTED) {
                status.peerSite().ifPresent(excluded::add);
            }
        }
        return excluded;
    }
}
