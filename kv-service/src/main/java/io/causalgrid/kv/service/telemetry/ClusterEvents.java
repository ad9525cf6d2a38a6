package io.causalgrid.kv.service.telemetry;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.membership.Membership;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.replica.ReplicaObserver;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.replication.LinkObserver;
import io.causalgrid.kv.service.replication.LinkObservers;
import io.causalgrid.kv.service.replication.LinkStatus;
import io.causalgrid.kv.service.site.Site;
import io.causalgrid.kv.service.site.SiteObservers;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The stream of events. It must cost next to nothing while nobody listens, and never hold the replica up: events beyond a
 * rate are only counted, a listener's queue is bounded, and the cluster document is drawn at most five times a second for
 * all listeners together.
 */
@Singleton
public class ClusterEvents {
    private static final String STATE = "cluster";
    private static final long STATE_INTERVAL_MILLIS = 200;
    private static final int STATE_TICKS_MAX = 10; // a document every two seconds even if nothing changes
    private static final long HEARTBEAT_INTERVAL_MILLIS = 15_000;
    private static final int QUEUE_EVENTS = 256;

    private final Site site;
    private final Cluster cluster;
    private final ClusterView view;
    private final Vertx vertx;
    private final InstantSource clock;
    private final EventRate rate;
    private final int listenersMax;
    private final AtomicInteger listeners = new AtomicInteger();
    private final BroadcastProcessor<ClusterEvent> events = BroadcastProcessor.create();
    private final BroadcastProcessor<ClusterEvent> states = BroadcastProcessor.create();
    private final List<Long> timers = new CopyOnWriteArrayList<>();
    private volatile boolean linksChanged;
    private long lastPosition = -1; // the timer's
    private int idleTicks; // the timer's

    ClusterEvents(
            Site site,
            Cluster cluster,
            ClusterView view,
            KvConfig config,
            SiteObservers siteObservers,
            LinkObservers linkObservers,
            Vertx vertx,
            InstantSource clock) {
        this.site = site;
        this.cluster = cluster;
        this.view = view;
        this.vertx = vertx;
        this.clock = clock;
        this.rate = new EventRate(config.events().maxPerSecond(), clock);
        this.listenersMax = config.events().maxClients();
        siteObservers.add(new ReplicaEvents());
        linkObservers.add(new LinkEvents());
    }

    void start(@Observes StartupEvent event) {
        timers.add(vertx.setPeriodic(STATE_INTERVAL_MILLIS, _ -> publishStateIfDue()));
        timers.add(vertx.setPeriodic(HEARTBEAT_INTERVAL_MILLIS, _ -> emit(events, ClusterEvent.HEARTBEAT)));
    }

    /** Live reload in dev mode ends the beans, but neither Vert.x nor its timers. */
    @PreDestroy
    void cancelTimers() {
        timers.forEach(vertx::cancelTimer);
    }

    /** Ends all streams, which would otherwise hold the graceful shutdown up until its timeout. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        states.onComplete();
        events.onComplete();
    }

    /** A stream for one more listener, the current state first; nothing if there are too many listeners already. */
    public Optional<Multi<ClusterEvent>> listen() {
        if (listeners.incrementAndGet() > listenersMax) {
            listeners.decrementAndGet();
            return Optional.empty();
        }
        Multi<ClusterEvent> first = view.draw().map(this::stateEvent).toMulti();
        Multi<ClusterEvent> merged = Multi.createBy()
                .merging()
                .streams(
                        first,
                        states.onOverflow().dropPreviousItems(),
                        events.onOverflow().buffer(QUEUE_EVENTS));
        return Optional.of(fromFirstState(merged).onTermination().invoke(listeners::decrementAndGet));
    }

    /**
     * All from the first cluster document on. What happens while that is drawn comes before it, and nobody could tell what it
     * changes; the document after it, which is due at the next tick, has it.
     */
    static Multi<ClusterEvent> fromFirstState(Multi<ClusterEvent> merged) {
        return merged.skip().first(event -> !STATE.equals(event.type()));
    }

    private void publishStateIfDue() {
        idleTicks++;
        if (listeners.get() == 0) {
            return;
        }
        long position = site.point().position();
        if (position != lastPosition || linksChanged || idleTicks >= STATE_TICKS_MAX) {
            lastPosition = position;
            linksChanged = false;
            idleTicks = 0;
            view.draw().subscribe().with(document -> emit(states, stateEvent(document)));
        }
    }

    /** Events come from many threads, but a processor must hear them one after the other. */
    private static void emit(BroadcastProcessor<ClusterEvent> processor, ClusterEvent event) {
        synchronized (processor) {
            processor.onNext(event);
        }
    }

    private ClusterEvent stateEvent(ClusterDocument document) {
        return event(STATE, Map.of("cluster", document));
    }

    private ClusterEvent event(String type, Map<String, Object> details) {
        var data = new LinkedHashMap<String, Object>();
        data.put("type", type);
        data.put("site", cluster.selfName());
        data.put("at", clock.instant().toString());
        data.putAll(details);
        return new ClusterEvent(type, data);
    }

    /** Publishes an event of the replica, unless nobody listens or there are too many of them. */
    private void publish(String type, Transaction transaction, Supplier<Map<String, Object>> details) {
        if (listeners.get() == 0) {
            return;
        }
        long skipped = rate.admit();
        if (skipped < 0) {
            return;
        }
        var data = new LinkedHashMap<>(details.get());
        data.put("origin", transaction.dot().site().name());
        data.put("sequence", transaction.dot().sequence());
        data.put("key", transaction.mutations().getFirst().key());
        if (skipped > 0) {
            data.put("skipped", skipped);
        }
        emit(events, event(type, data));
    }

    private List<Long> clock(Transaction transaction) {
        return transaction.vector().totals(cluster.names());
    }

    private final class ReplicaEvents implements ReplicaObserver {
        @Override
        public void written(Transaction transaction) {
            publish("write", transaction, () -> Map.of("vectorClock", clock(transaction)));
        }

        @Override
        public void delivered(Transaction transaction) {
            publish("delivery", transaction, () -> Map.of("vectorClock", clock(transaction)));
        }

        @Override
        public void membershipChanged(Membership membership) {
            linksChanged = true;
        }

        @Override
        public void buffered(Transaction transaction, int depth) {
            publish("buffering", transaction, () -> Map.of("missing", missing(transaction)));
        }

        private List<String> missing(Transaction transaction) {
            return site.point().applied().behindOn(transaction.dependencies()).stream()
                    .map(SiteId::name)
                    .distinct()
                    .toList();
        }
    }

    private final class LinkEvents implements LinkObserver {
        @Override
        public void changed(LinkStatus status) {
            linksChanged = true;
            if (listeners.get() > 0 && rate.admit() >= 0) {
                emit(
                        events,
                        event(
                                "link",
                                Map.of(
                                        "peer", status.peer(),
                                        "state", ClusterView.inDocuments(status.state()),
                                        "breaker", ClusterView.inDocuments(status.breaker()),
                                        "cut", status.fault().cut(),
                                        "delayMillis", status.fault().delay().toMillis())));
            }
        }

        @Override
        public void reported(LinkStatus status) {
            linksChanged = true;
        }
    }
}
