package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.log.Durability;
import io.causalgrid.kv.core.log.SegmentedSiteLog;
import io.causalgrid.kv.core.replica.BufferBounds;
import io.causalgrid.kv.core.replica.Replica;
import io.causalgrid.kv.core.replica.ReplicaSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * One process of a site, from start to crash. Everything it does, it does in tasks that end with it; a disk that stops
 * the machine ends it in the middle of one.
 */
final class SiteLife {
    private static final BufferBounds BUFFER = new BufferBounds(8, 3_000); // either may be reached first
    private static final int TICK_MILLIS = 50;
    private static final Duration CLOCK_DRIFT_MAX = Duration.ofSeconds(60);

    private final SimulatedSite site;
    private final int number;
    private final Statistics statistics;
    private final Startup.Opened opened;
    private final Replica replica;
    private final Peers peers;
    private final Snapshots snapshots;
    private final Renewal renewal;
    private final Witness witness;
    private boolean alive = true;
    private boolean closing;

    /** Opens what is on the disk. */
    SiteLife(SimulatedSite site, int number) throws IOException {
        this.site = site;
        this.number = number;
        this.statistics = site.cluster().statistics();
        var tasks = new Startup.Tasks(executor(2), this::guard, executor(6));
        this.opened = new Startup(site, tasks).open();
        this.witness = new Witness(this);
        this.replica = new Replica(
                new ReplicaSettings(site.configured(), BUFFER, clockDriftMax(site.cluster())),
                opened.log(),
                opened.state(),
                site.clock(),
                executor(4),
                witness);
        this.peers = new Peers(this);
        this.snapshots = new Snapshots(this);
        this.renewal = new Renewal(this, opened.mustRenew());
        site.cluster().oracle().starts(site.name(), opened.state().point().applied());
    }

    private static Duration clockDriftMax(SimulatedCluster cluster) {
        return cluster.flaw() == Flaw.BELIEVES_ANY_CLOCK ? Duration.ofDays(36_500) : CLOCK_DRIFT_MAX;
    }

    void begin() {
        if (opened.log().recovery().hasCut()) {
            statistics.count(Happening.TORN_TAIL_CUT);
        }
        guard(replica::start);
        keepTicking();
    }

    SimulatedSite site() {
        return site;
    }

    int number() {
        return number;
    }

    Replica replica() {
        return replica;
    }

    SegmentedSiteLog log() {
        return opened.log();
    }

    SimulatedState state() {
        return opened.state();
    }

    Peers peers() {
        return peers;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    Renewal renewal() {
        return renewal;
    }

    boolean isAlive() {
        return alive;
    }

    /** Whether it serves nobody any more. */
    boolean isClosing() {
        return closing;
    }

    /** Whether it takes writes: it has read its log, and nobody knows more of its writes than it does. */
    boolean isReady() {
        return witness.hasReadItsLog() && !closing && replica.isWritable() && !renewal.isDue() && peers.haveAnswered();
    }

    /** Does that now, unless this life is over; the disk may end it meanwhile. */
    void guard(Runnable task) {
        if (!alive) {
            return;
        }
        try {
            task.run();
        } catch (MachineStopped e) {
            statistics.count(Happening.CRASH_AT_DISK_OPERATION);
            site.crash();
            site.startLater();
        }
    }

    void in(long millis, Runnable task) {
        site.cluster().scheduler().in(millis, () -> guard(task));
    }

    @Override
    public String toString() {
        return "%s as %s with %s, log %d to %d, folded to %d"
                .formatted(
                        site.durability(),
                        replica.self(),
                        replica.state().point().applied(),
                        log().start(),
                        log().end(),
                        replica.state().point().position());
    }

    /** Nothing more happens in this life. */
    void end() {
        alive = false;
    }

    /** Ends in good order. */
    void shutDown() {
        closing = true;
        replica.close();
        log().shutDown().whenComplete((_, failure) -> in(1, () -> ended(failure == null)));
    }

    private void ended(boolean well) {
        try {
            if (well) {
                site.holds(replica.state().point().applied());
                opened.state().close();
                site.machine().forget(Machine.RUNNING);
            }
        } catch (IOException e) {
            statistics.count(Happening.START_FAILED); // the next start takes it for a crash
        }
        end();
        site.ended();
    }

    private void keepTicking() {
        in(site.cluster().scheduler().random().nextLong(TICK_MILLIS / 2, 3 * TICK_MILLIS / 2), () -> {
            tick();
            keepTicking();
        });
    }

    private void tick() {
        if (closing) {
            return;
        }
        if (site.durability() == Durability.INTERVAL) {
            log().sync();
        }
        VersionVector stable = peers.stable();
        long start = log().start();
        int purged = opened.state().purged();
        boolean wasReady = isReady();
        replica.maintain(stable);
        if (!wasReady && isReady()) {
            site.cluster().writers().burst(this); // who was turned away does not wait long
        }
        statistics.count(Happening.VERSION_EXPIRED, opened.state().purged() - (long) purged);
        in(1, () -> {
            if (log().start() > start) {
                statistics.count(Happening.TRUNCATION);
            }
        });
        witness.progressed(0);
        renewal.attempt();
        peers.tick();
        snapshots.tick();
    }

    /** Runs tasks one after the other, each a little later, so that everything else can happen in between. */
    private Executor executor(int delayMillis) {
        return new Executor() {
            private long freeAtMillis;

            @Override
            public void execute(Runnable task) {
                Scheduler scheduler = site.cluster().scheduler();
                long due = scheduler.nowMillis() + scheduler.random().nextInt(delayMillis);
                freeAtMillis = Math.max(freeAtMillis, due);
                in(freeAtMillis - scheduler.nowMillis(), task);
            }
        };
    }
}
