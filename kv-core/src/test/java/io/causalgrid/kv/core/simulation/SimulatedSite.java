package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.log.Durability;
import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.membership.Membership;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A member of the simulated cluster: a machine, and at times a process on it. */
final class SimulatedSite {
    private static final long RESTART_MILLIS = 40;

    private final SimulatedCluster cluster;
    private final String name;
    private final Membership configured;
    private final Durability durability;
    private final Machine machine = new Machine();
    private final SiteClock clock;
    private VersionVector holds = VersionVector.empty();
    /** What its lives had, durably or not: their state may have been set back since, or not have folded all of the log yet. */
    private VersionVector had = VersionVector.empty();

    private @Nullable SiteLife life;
    private int lives;
    private int diskChanges;
    private int operationsLeft = Integer.MAX_VALUE;
    private boolean hearsAllAtStart;
    private boolean retired;
    private boolean takesWrites = true;

    SimulatedSite(SimulatedCluster cluster, Member member, Membership configured, Durability durability) {
        this.cluster = cluster;
        this.name = member.name();
        this.configured = configured;
        this.durability = durability;
        this.clock = new SiteClock(cluster.scheduler());
        machine.disk().lieAboutSyncs(cluster.flaw() == Flaw.ACKNOWLEDGES_BEFORE_SYNC);
        machine.disk().beforeEachOperation(this::countOperation);
    }

    String name() {
        return name;
    }

    SimulatedCluster cluster() {
        return cluster;
    }

    Membership configured() {
        return configured;
    }

    Durability durability() {
        return durability;
    }

    Machine machine() {
        return machine;
    }

    SiteClock clock() {
        return clock;
    }

    /** The process, if it runs. */
    Optional<SiteLife> life() {
        return Optional.ofNullable(life);
    }

    /** The process, if it runs and takes writes. */
    Optional<SiteLife> ready() {
        return life().filter(running -> takesWrites && running.isReady());
    }

    boolean isUp() {
        return life != null;
    }

    /** Whether it has left for good. */
    boolean isRetired() {
        return retired;
    }

    /** Whether it must hear all other members before its first write. */
    boolean hearsAllAtStart() {
        return hearsAllAtStart;
    }

    void hasHeardAll() {
        hearsAllAtStart = false;
    }

    /** What its disk holds for sure. */
    VersionVector holds() {
        return holds;
    }

    /** So much it had at some time. */
    void had(VersionVector applied) {
        had = had.merge(applied);
    }

    void holds(VersionVector durable) {
        holds = holds.merge(durable);
    }

    /** Starts the process; when its disk fails meanwhile, tries again a little later. */
    void start() {
        if (life != null || retired) {
            return;
        }
        lives++;
        try {
            var begun = new SiteLife(this, lives);
            life = begun;
            cluster.trace(() -> name + " starts, life " + lives + ": " + begun);
            begun.begin();
        } catch (MachineStopped e) {
            cluster.statistics().count(Happening.CRASH_WHILE_STARTING);
            crash();
            startLater();
        } catch (IOException e) {
            cluster.statistics().count(Happening.START_FAILED);
            machine.disk().kill();
            startLater();
        }
    }

    void startLater() {
        cluster.scheduler().in(cluster.scheduler().random().nextLong(1, RESTART_MILLIS), this::start);
    }

    /** The machine stops now. */
    void crash() {
        VersionVector had = end();
        machine.crash(cluster.scheduler().random());
        if (durability == Durability.INTERVAL) {
            cluster.losses().after(this, had);
        }
    }

    /** The machine stops at that disk operation from now on. */
    void crashAtOperation(int number) {
        operationsLeft = number;
    }

    /** The process has ended in good order. */
    void ended() {
        life = null;
        machine.disk().kill();
    }

    /** The machine stops, and comes back with an empty disk. */
    void loseDisk() {
        cluster.trace(() -> name + " loses its disk");
        VersionVector had = end();
        diskChanges++;
        cluster.oracle().forgets(name);
        machine.loseEverything();
        holds = VersionVector.empty();
        cluster.losses().after(this, had);
    }

    /** Whether its disk is still the one that was copied. */
    boolean hasDiskOf(Backup backup) {
        return backup.diskChanges() == diskChanges;
    }

    /** The machine stops, and comes back with an old disk; with a note that says so, or without. */
    void restore(Backup backup, boolean silently) {
        cluster.trace(() -> name + " gets an old disk" + (silently ? ", silently: " : ": ") + backup.holds());
        VersionVector had = end();
        diskChanges++;
        cluster.oracle().forgets(name);
        machine.restore(backup.machine());
        holds = backup.holds();
        hearsAllAtStart = silently;
        if (!silently) {
            machine.disk().put(Machine.RENEW, new byte[0]);
        }
        cluster.losses().after(this, had);
    }

    /** The machine stops, and its log is gone when it comes back. */
    void loseLog() {
        cluster.trace(() -> name + " loses its log");
        VersionVector had = end();
        diskChanges++;
        cluster.oracle().forgets(name);
        machine.loseLog();
        StateImage kept = machine.vault().kept();
        holds = kept == null ? VersionVector.empty() : kept.point().applied();
        cluster.losses().after(this, had);
    }

    /** It is about to leave. */
    void takeNoMoreWrites() {
        takesWrites = false;
    }

    /** It leaves for good. */
    void retire() {
        retired = true;
        cluster.remove(this);
        VersionVector had = end();
        holds = VersionVector.empty();
        cluster.losses().after(this, had);
    }

    /**
     * An old disk.
     *
     * @param holds what it held
     * @param diskChanges how often the site's disk had been lost or replaced
     */
    record Backup(Machine machine, VersionVector holds, int diskChanges) {}

    Backup backup() {
        return new Backup(machine.copy(), holds, diskChanges);
    }

    /** Ends the process; returns what it had, durably or not. */
    private VersionVector end() {
        cluster.trace(() -> name + " ends, life " + lives + ": " + life);
        if (life != null) {
            life.end();
        }
        life = null;
        operationsLeft = Integer.MAX_VALUE;
        machine.disk().failAlways(null);
        machine.disk().kill();
        had = had.merge(holds);
        return had;
    }

    private void countOperation() {
        if (operationsLeft != Integer.MAX_VALUE && --operationsLeft <= 0) {
            operationsLeft = Integer.MAX_VALUE;
            throw new MachineStopped();
        }
    }
}
