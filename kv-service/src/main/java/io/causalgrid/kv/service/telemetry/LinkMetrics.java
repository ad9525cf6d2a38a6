package io.causalgrid.kv.service.telemetry;

import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.membership.Membership;
import io.causalgrid.kv.core.replica.ReplicaObserver;
import io.causalgrid.kv.core.state.StatePoint;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.replication.LinkObserver;
import io.causalgrid.kv.service.replication.LinkObservers;
import io.causalgrid.kv.service.replication.LinkStatus;
import io.causalgrid.kv.service.replication.PeerLinks;
import io.causalgrid.kv.service.replication.SiteReport;
import io.causalgrid.kv.service.site.Site;
import io.causalgrid.kv.service.site.SiteObservers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The metrics of the links, and the alarm when two sites with equal vectors do not hold equal data. */
@Singleton
@Startup
public class LinkMetrics implements LinkObserver {
    private static final Logger LOG = Logger.getLogger(LinkMetrics.class);

    private final Site site;
    private final Counter mismatches;
    private final Map<String, Counter> failures = new ConcurrentHashMap<>();
    private final Map<String, Counter> records = new ConcurrentHashMap<>();
    private final Map<String, Counter> bytes = new ConcurrentHashMap<>();

    LinkMetrics(
            MeterRegistry registry,
            Site site,
            Cluster cluster,
            PeerLinks links,
            ClusterView view,
            SiteObservers siteObservers,
            LinkObservers observers) {
        this.site = site;
        this.mismatches = Counter.builder("kv.digest.mismatches")
                .description("Reports of peers with our vector but other data; must stay 0")
                .register(registry);
        var meters = new MemberMeters(registry, peer -> register(registry, links, view, peer));
        meters.adapt(names(cluster));
        siteObservers.add(new ReplicaObserver() {
            @Override
            public void membershipChanged(Membership membership) {
                meters.adapt(names(cluster));
            }
        });
        observers.add(this);
    }

    private List<Meter> register(MeterRegistry registry, PeerLinks links, ClusterView view, String peer) {
        var failed = counter(registry, "kv.link.failures", "Failed attempts and broken streams", peer);
        var received = counter(registry, "kv.link.received.records", "Transactions received", peer);
        var receivedBytes = counter(registry, "kv.link.received.bytes", "Bytes received", peer);
        failures.put(peer, failed);
        records.put(peer, received);
        bytes.put(peer, receivedBytes);
        return List.of(
                failed,
                received,
                receivedBytes,
                gauge(
                        registry,
                        "kv.peer.behind.writes",
                        "Writes known here that the peer has not applied",
                        peer,
                        view::behind),
                gauge(
                        registry,
                        "kv.link.up",
                        "1 while the stream from the peer stands",
                        peer,
                        name -> isTrue(links, name, status -> status.state() == LinkStatus.State.CONNECTED)),
                gauge(
                        registry,
                        "kv.link.breaker.open",
                        "1 while the peer's circuit breaker is open",
                        peer,
                        name -> isTrue(links, name, status -> status.breaker() == CircuitBreakerState.OPEN)));
    }

    private static List<String> names(Cluster cluster) {
        return cluster.peers().stream().map(Member::name).toList();
    }

    @Override
    public void reported(LinkStatus status) {
        status.lastReport().ifPresent(report -> compare(status.peer(), report));
    }

    @Override
    public void receivedRecord(String peer) {
        increment(records, peer, 1);
    }

    @Override
    public void receivedBytes(String peer, int count) {
        increment(bytes, peer, count);
    }

    @Override
    public void failed(String peer) {
        increment(failures, peer, 1);
    }

    private void compare(String peer, SiteReport report) {
        StatePoint point = site.point();
        if (point.applied().equals(report.applied()) && !point.digest().equals(report.digest())) {
            mismatches.increment();
            LOG.errorf(
                    "%s and this site have applied the same writes %s but hold different data: %s there, %s here",
                    peer, point.applied(), report.digest(), point.digest());
        }
    }

    private static int isTrue(PeerLinks links, String peer, Function<LinkStatus, Boolean> question) {
        return links.status(peer).map(question).orElse(false) ? 1 : 0;
    }

    private static void increment(Map<String, Counter> counters, String peer, double amount) {
        var counter = counters.get(peer);
        if (counter != null) {
            counter.increment(amount);
        }
    }

    private static Counter counter(MeterRegistry registry, String name, String description, String peer) {
        return Counter.builder(name).description(description).tag("peer", peer).register(registry);
    }

    private static Gauge gauge(
            MeterRegistry registry, String name, String description, String peer, Function<String, Number> value) {
        return Gauge.builder(name, () -> value.apply(peer))
                .description(description)
                .tag("peer", peer)
                .register(registry);
    }
}
