package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.log.Durability;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.replica.ReplicaObserver;
import io.causalgrid.kv.core.state.StatePoint;

/** Sees all that one life of a site does, and tells the oracle. */
final class Witness implements ReplicaObserver {
    private final SiteLife life;
    private final SimulatedSite site;
    private final SimulatedCluster cluster;
    private final Oracle oracle;
    private final Statistics statistics;
    private long end = -1;
    private long vectorPosition;
    private int installed;
    private boolean hasReadItsLog;

    Witness(SiteLife life) {
        this.life = life;
        this.site = life.site();
        this.cluster = site.cluster();
        this.oracle = cluster.oracle();
        this.statistics = cluster.statistics();
    }

    /** Whether the state has all that the log had when it was opened. */
    boolean hasReadItsLog() {
        return hasReadItsLog;
    }

    @Override
    public void written(Transaction transaction) {
        statistics.count(Happening.WRITE);
        cluster.trace(() -> transaction.dot() + " is written: " + transaction);
        oracle.made(transaction);
        oracle.applies(site.name(), transaction);
    }

    @Override
    public void delivered(Transaction transaction) {
        statistics.count(Happening.DELIVERY);
        cluster.trace(() -> transaction.dot() + " is delivered at " + site.name());
        oracle.applies(site.name(), transaction);
    }

    @Override
    public void buffered(Transaction transaction, int depth) {
        statistics.count(Happening.BUFFERED);
    }

    @Override
    public void duplicate(Dot dot) {
        statistics.count(Happening.DUPLICATE);
    }

    @Override
    public void clockAhead(Transaction transaction) {
        statistics.count(Happening.CLOCK_AHEAD);
    }

    @Override
    public void mustFetchAgain(RuntimeException why) {
        statistics.count(Happening.IMPORTS_LOST);
        life.peers().restartAll();
    }

    @Override
    public void renewed(StatePoint point) {
        if (life.state().installations() > installed) {
            installed = life.state().installations();
            statistics.count(Happening.SNAPSHOT_INSTALLED);
            cluster.trace(() -> site.name() + " has taken in a snapshot: " + point);
            oracle.installs(site.name(), point.applied());
        }
    }

    @Override
    public void progressed(int depth) {
        StatePoint point = life.replica().state().point();
        site.had(point.applied());
        if (site.durability() == Durability.FSYNC) {
            site.holds(point.applied());
        } else if (point.position() > vectorPosition) {
            vectorPosition = point.position();
            life.log().whenDurable(point.position()).whenComplete((_, failure) -> {
                if (failure == null && life.isAlive()) {
                    site.holds(point.applied());
                }
            });
        }
        if (!hasReadItsLog
                && point.position() >= endAtOpening()
                && life.replica().isWritable()) {
            hasReadItsLog = true;
            oracle.hasReadItsLog(site, point.applied());
        }
    }

    private long endAtOpening() {
        if (end < 0) {
            end = life.log().end();
        }
        return end;
    }
}
