package io.causalgrid.kv.service.replication;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.site.Site;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Counts the members that hold a write durably. A peer is asked once for all writes that wait for it, and again for those
 * that came meanwhile, as a log syncs once for all who wait. All state belongs to one event loop.
 */
@Singleton
public class Confirmations {
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 100;

    private final Site site;
    private final Cluster cluster;
    private final StandingClient standings;
    private final Vertx vertx;
    private final Context context;
    private final Map<String, Asking> askings = new HashMap<>();

    /**
     * How many members hold a write durably.
     *
     * @param members as many as are known to, this one included
     * @param isEnough whether that is as many as were asked for
     */
    public record Count(int members, boolean isEnough) {}

    Confirmations(Site site, Cluster cluster, StandingClient standings, Vertx vertx) {
        this.site = site;
        this.cluster = cluster;
        this.standings = standings;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
    }

    /** How many members a client asks for, 0 if it does not; a 400 problem if there are not so many. */
    public int checked(Optional<Integer> asked) {
        return asked.map(this::checked).orElse(0);
    }

    private int checked(int asked) {
        int members = cluster.names().size();
        if (asked < 1 || asked > members) {
            throw Problems.invalidRequest("Min-Replicas is 1 to " + members + " in this cluster.");
        }
        return asked;
    }

    /**
     * Waits until so many members hold a write durably.
     *
     * @param version which this site has applied
     * @param wait for how long at the most
     */
    public Uni<Count> await(Dot version, int members, Duration wait) {
        var counted = new CompletableFuture<Count>();
        context.runOnContext(_ -> new Wait(version, members, counted).begin(wait));
        return Uni.createFrom().completionStage(counted);
    }

    /** One write. */
    private final class Wait {
        private final Dot version;
        private final int needed;
        private final CompletableFuture<Count> counted;
        private final Set<String> holders = new HashSet<>();
        private long deadlineNanos;

        Wait(Dot version, int needed, CompletableFuture<Count> counted) {
            this.version = version;
            this.needed = needed;
            this.counted = counted;
        }

        void begin(Duration wait) {
            deadlineNanos = System.nanoTime() + wait.toNanos();
            long timer = vertx.setTimer(Math.max(1, wait.toMillis()), _ -> finish());
            var _ = counted.whenComplete((_, _) -> vertx.cancelTimer(timer));
            site.standing()
                    .subscribe()
                    .with(
                            _ -> context.runOnContext(_ -> confirm(cluster.selfName())),
                            _ -> {}); // it is not durable here, and that is all there is to say
            for (Member peer : cluster.peers()) {
                askings.computeIfAbsent(peer.name(), _ -> new Asking()).add(peer, this);
            }
        }

        void confirm(String member) {
            holders.add(member);
            if (holders.size() >= needed) {
                finish();
            }
        }

        boolean isOver() {
            return counted.isDone();
        }

        private void finish() {
            counted.complete(new Count(holders.size(), holders.size() >= needed));
        }
    }

    /** What is asked of one peer. */
    private final class Asking {
        private final Set<Wait> waits = new LinkedHashSet<>();
        private boolean underWay;

        void add(Member peer, Wait wait) {
            waits.add(wait);
            askIfDue(peer);
        }

        private void askIfDue(Member peer) {
            waits.removeIf(Wait::isOver);
            if (underWay || waits.isEmpty()) {
                return;
            }
            underWay = true;
            var awaited = new TreeMap<SiteId, Long>();
            long patience = 1;
            for (Wait wait : waits) {
                awaited.merge(wait.version.site(), wait.version.sequence(), Math::max);
                patience = Math.max(patience, wait.deadlineNanos - System.nanoTime());
            }
            standings
                    .ask(peer, VersionVector.of(awaited), Duration.ofNanos(patience))
                    .whenComplete((report, failure) -> context.runOnContext(_ -> {
                        underWay = false;
                        if (failure == null) {
                            heard(peer, report);
                            askIfDue(peer);
                        } else {
                            vertx.setTimer(PAUSE_AFTER_FAILURE_MILLIS, _ -> askIfDue(peer));
                        }
                    }));
        }

        private void heard(Member peer, SiteReport report) {
            waits.removeIf(wait -> {
                boolean holds = report.applied().contains(wait.version);
                if (holds) {
                    wait.confirm(peer.name());
                }
                return holds;
            });
        }
    }
}
