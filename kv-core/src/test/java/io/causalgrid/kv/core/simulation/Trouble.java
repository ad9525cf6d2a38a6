package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import java.util.List;
import java.util.Random;

/** What goes wrong in a run: a few things of many, at any time. */
final class Trouble {
    private static final long DAY_MILLIS = 400;
    private static final long TEN_DAYS_MILLIS = 864_000_000;

    private final SimulatedCluster cluster;
    private final Scheduler scheduler;
    private final Random random;
    private final Statistics statistics;
    private final List<Runnable> kinds;

    Trouble(SimulatedCluster cluster) {
        this.cluster = cluster;
        this.scheduler = cluster.scheduler();
        this.random = scheduler.random();
        this.statistics = cluster.statistics();
        this.kinds = List.of(
                this::crash,
                this::crash,
                this::crashAtOperation,
                this::crashAtOperation,
                this::crashAtOperation,
                this::crashWhileStarting,
                this::cut,
                this::cut,
                this::setClock,
                this::fillDisk,
                this::failSync,
                this::failWrite,
                this::failState,
                this::failState,
                this::endInGoodOrder,
                this::beAway,
                this::beAway,
                this::loseDisk,
                this::loseLog,
                this::restoreBackup,
                this::restoreBackupSilently,
                () -> cluster.operator().join(),
                () -> cluster.operator().leave(),
                () -> cluster.operator().replace(cluster.anySite()));
    }

    /** Plans the trouble of one round. */
    void begin() {
        if (cluster.hasWildClocks()) {
            scheduler.in(random.nextLong(DAY_MILLIS / 2), () -> {
                statistics.count(Happening.CLOCK_SET);
                cluster.anySite().clock().jump(TEN_DAYS_MILLIS);
            });
        }
        for (int left = 2 + random.nextInt(5); left > 0; left--) {
            Runnable kind = kinds.get(random.nextInt(kinds.size()));
            scheduler.in(random.nextLong(DAY_MILLIS), kind);
        }
    }

    /** From here on nothing goes wrong. */
    void end() {
        for (SimulatedSite site : cluster.sites()) {
            site.machine().disk().failAlways(null);
            site.crashAtOperation(Integer.MAX_VALUE);
            site.start();
        }
    }

    private void crash() {
        SimulatedSite victim = cluster.anySite();
        if (victim.isUp()) {
            statistics.count(Happening.CRASH_AT_ANY_TIME);
            victim.crash();
            victim.startLater();
        }
    }

    private void crashAtOperation() {
        cluster.anySite().crashAtOperation(1 + random.nextInt(50));
    }

    private void crashWhileStarting() {
        SimulatedSite victim = cluster.anySite();
        if (victim.isUp()) {
            statistics.count(Happening.CRASH_AT_ANY_TIME);
            victim.crash();
            victim.crashAtOperation(1 + random.nextInt(25));
            victim.startLater();
        }
    }

    private void cut() {
        String from = cluster.anySite().name();
        String to = cluster.anySite().name();
        if (from.equals(to)) {
            return;
        }
        cluster.network().cut(from, to);
        scheduler.in(100 + random.nextInt(400), () -> cluster.network().mend(from, to));
    }

    private void setClock() {
        statistics.count(Happening.CLOCK_SET);
        long most = random.nextBoolean() ? 30_000 : 600_000;
        cluster.anySite().clock().jump(random.nextLong(-most, most));
    }

    private void fillDisk() {
        statistics.count(Happening.DISK_FULL);
        SimulatedSite victim = cluster.anySite();
        victim.machine().disk().failAlways("No space left on device");
        scheduler.in(20 + random.nextInt(150), () -> victim.machine().disk().failAlways(null));
    }

    private void failSync() {
        statistics.count(Happening.SYNC_FAILED);
        cluster.anySite().machine().disk().failNextSync("Input/output error");
    }

    private void failWrite() {
        statistics.count(Happening.WRITE_TO_DISK_FAILED);
        cluster.anySite().machine().disk().failNextWrite("Input/output error", random.nextInt(100));
    }

    private void failState() {
        cluster.anySite().life().ifPresent(life -> {
            statistics.count(Happening.STATE_FAILED);
            life.state().faults().failNext(1, random.nextInt(2));
        });
    }

    private void endInGoodOrder() {
        SimulatedSite site = cluster.anySite();
        site.life().ifPresent(life -> {
            statistics.count(Happening.GOOD_END);
            life.guard(life::shutDown);
            scheduler.in(20 + random.nextInt(60), site::start);
        });
    }

    private void beAway() {
        SimulatedSite victim = cluster.anySite();
        if (victim.isUp()) {
            statistics.count(Happening.CRASH_AT_ANY_TIME);
            victim.crash();
            scheduler.in(300 + random.nextInt(300), victim::start);
        }
    }

    private void loseDisk() {
        statistics.count(Happening.DISK_LOST);
        SimulatedSite victim = cluster.anySite();
        victim.loseDisk();
        victim.startLater();
    }

    private void loseLog() {
        statistics.count(Happening.LOG_LOST);
        SimulatedSite victim = cluster.anySite();
        victim.loseLog();
        victim.startLater();
    }

    private void restoreBackup() {
        SimulatedSite victim = cluster.anySite();
        SimulatedSite.Backup backup = victim.backup();
        scheduler.in(50 + random.nextInt(250), () -> {
            if (!victim.isRetired()) {
                statistics.count(Happening.BACKUP_RESTORED);
                victim.restore(backup, false);
                victim.startLater();
            }
        });
    }

    private void restoreBackupSilently() {
        SimulatedSite victim = cluster.anySite();
        SimulatedSite.Backup backup = victim.backup();
        scheduler.in(50 + random.nextInt(250), () -> {
            if (victim.hasDiskOf(backup) && victim.ready().isPresent() && othersKnowAllOf(victim)) {
                statistics.count(Happening.BACKUP_RESTORED_SILENTLY);
                victim.restore(backup, true);
                victim.startLater();
            }
        });
    }

    /** Only then can a site learn from them what its disk has forgotten. */
    private boolean othersKnowAllOf(SimulatedSite site) {
        SiteLife life = site.life().orElseThrow();
        VersionVector has = life.replica().state().point().applied();
        if (life.log().end() > life.replica().state().point().position()) {
            return false; // a write is under way, and may be known to some soon
        }
        for (SiteId own : has.sites()) {
            for (SimulatedSite other : cluster.sites()) {
                if (own.name().equals(site.name()) && other.holds().get(own) < has.get(own)) {
                    return false;
                }
            }
        }
        return true;
    }
}
