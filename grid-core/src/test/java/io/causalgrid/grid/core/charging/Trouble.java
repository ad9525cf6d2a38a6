package io.causalgrid.grid.core.charging;

import java.util.List;
import java.util.Random;

/** What goes wrong in a run: a few things of many, at any time, for as long as it may. */
final class Trouble {
    private static final long DAY_MILLIS = 86_400_000;

    private final SimulatedGrid grid;
    private final World world;
    private final Scheduler scheduler;
    private final Random random;
    private final List<Runnable> kinds;
    private boolean isOver;

    Trouble(SimulatedGrid grid, World world) {
        this.grid = grid;
        this.world = world;
        this.scheduler = world.scheduler();
        this.random = scheduler.random();
        this.kinds = List.of(
                this::crash,
                this::crashAtPoint,
                this::crashAtPoint,
                this::crashAtPoint,
                this::pause,
                this::pauseAtPoint,
                this::pauseAtPoint,
                this::cutOwnerFromStore,
                this::cutOwnerFromStore,
                this::cutOwnerFromStorePartly,
                this::cutWhileRaising,
                this::cutWhileRaising,
                this::cutWhileRaising,
                this::cutWhileRaising,
                this::cutWhileRaising,
                this::cutOwnerFromChargePoints,
                this::cutOwnerFromChargePoints,
                this::cutOwnerFromChargePoints,
                this::silenceConnector,
                this::silenceConnector,
                this::silenceConnector,
                this::silenceConnector,
                this::cutOffSite,
                this::cutSites,
                this::crashSite,
                this::pauseSite,
                this::loseDisk,
                this::jumpClock,
                this::jumpClock,
                this::crashBalancer,
                this::pauseBalancer);
    }

    /** From now on things go wrong, until {@code millis} from now. */
    void begin(long millis) {
        long gap = scheduler.between(600, 6_000);
        planNext(gap, scheduler.nowMillis() + millis);
    }

    private void planNext(long gap, long untilMillis) {
        scheduler.in(scheduler.between(1, 2 * gap), () -> {
            if (scheduler.nowMillis() < untilMillis && !isOver) {
                kinds.get(random.nextInt(kinds.size())).run();
                planNext(gap, untilMillis);
            }
        });
    }

    /** From now on nothing goes wrong, and what has is mended. */
    void end() {
        isOver = true;
        world.net().calm();
        world.oracle().calm();
        for (Machine machine : grid.machines()) {
            machine.resume();
            machine.start();
            machine.setWall();
        }
        for (OwnerProcess process : grid.processes()) {
            process.crashAt(null);
            process.pauseAt(null, 0);
            process.whenRaising(null);
        }
    }

    private void crash() {
        OwnerProcess victim = anyProcess();
        if (victim.isUp()) {
            world.count(Happening.CRASH);
            world.oracle().note(() -> victim.name() + " ends");
            victim.crash();
            scheduler.in(scheduler.between(100, 8_000), victim::start);
        }
    }

    private void crashAtPoint() {
        anyProcess().crashAt(anyPoint());
    }

    private void pause() {
        OwnerProcess victim = anyProcess();
        if (victim.isUp() && !victim.isPaused()) {
            world.count(Happening.PAUSE);
            world.oracle().note(() -> victim.name() + " stands still");
            victim.pause();
            scheduler.in(scheduler.between(300, 12_000), victim::resume);
        }
    }

    private void pauseAtPoint() {
        anyProcess().pauseAt(anyPoint(), scheduler.between(300, 12_000));
    }

    private void cutOwnerFromStore() {
        OwnerProcess victim = anyProcess();
        world.count(Happening.OWNER_CUT_FROM_STORE);
        world.oracle().note(() -> victim.name() + " is cut off from the store");
        long millis = scheduler.between(500, 15_000);
        grid.sites().forEach(site -> cut(victim, site, millis));
    }

    /** Decided and written down, as far as the owner knows; and then nothing arrives. */
    private void cutWhileRaising() {
        OwnerProcess victim = anyOwner();
        long millis = scheduler.between(3_000, 15_000);
        victim.whenRaising(() -> {
            world.count(Happening.OWNER_CUT_WHILE_RAISING);
            world.oracle().note(() -> victim.name() + " is cut off from the store while it raises");
            grid.sites().forEach(site -> cut(victim, site, millis));
        });
    }

    private void cutOwnerFromStorePartly() {
        OwnerProcess victim = anyProcess();
        long millis = scheduler.between(500, 15_000);
        cut(victim, anySite(), millis);
        cut(victim, anySite(), millis);
    }

    private void cutOwnerFromChargePoints() {
        OwnerProcess victim = anyProcess();
        world.count(Happening.OWNER_CUT_FROM_CHARGE_POINTS);
        long millis = scheduler.between(500, 15_000);
        for (SimulatedConnector connector : victim.substation().plant().connectors()) {
            if (random.nextBoolean()) {
                cut(victim, connector, millis);
            }
        }
    }

    private void silenceConnector() {
        List<OwnerProcess> owners = anyProcess().substation().processes();
        List<SimulatedConnector> all = owners.getFirst().substation().plant().connectors();
        SimulatedConnector victim = all.get(random.nextInt(all.size()));
        world.count(Happening.CONNECTOR_SILENT);
        long millis = scheduler.between(2_000, 15_000);
        owners.forEach(owner -> cut(victim, owner, millis));
    }

    private void cutOffSite() {
        StoreSite victim = anySite();
        world.count(Happening.SITE_CUT_OFF);
        long millis = scheduler.between(500, 10_000);
        for (StoreSite other : grid.sites()) {
            if (other != victim) {
                cut(victim, other, millis);
            }
        }
    }

    private void cutSites() {
        StoreSite one = anySite();
        StoreSite other = anySite();
        if (one != other) {
            cut(one, other, scheduler.between(500, 10_000));
        }
    }

    private void cut(Machine one, Machine other, long millis) {
        world.net().cut(one.name(), other.name());
        scheduler.in(millis, () -> world.net().mend(one.name(), other.name()));
    }

    private void crashSite() {
        StoreSite victim = anySite();
        if (victim.isUp()) {
            world.count(Happening.SITE_CRASH);
            victim.crash();
            scheduler.in(scheduler.between(100, 5_000), victim::start);
        }
    }

    private void pauseSite() {
        StoreSite victim = anySite();
        if (victim.isUp() && !victim.isPaused()) {
            world.count(Happening.SITE_PAUSE);
            victim.pause();
            scheduler.in(scheduler.between(100, 5_000), victim::resume);
        }
    }

    /** One site's only: not before the last one that lost its disk has caught up. */
    private void loseDisk() {
        StoreSite victim = anySite();
        boolean mayBe = grid.mayLoseDisk() && grid.sites().stream().allMatch(StoreSite::isEligible);
        if (mayBe && victim.isUp()) {
            world.count(Happening.DISK_LOST);
            world.oracle().note(() -> victim.name() + " loses its disk");
            victim.crash();
            victim.loseDisk();
            scheduler.in(scheduler.between(1_000, 4_000), victim::start);
        }
    }

    private void jumpClock() {
        world.count(Happening.CLOCK_JUMP);
        anyProcess().jumpWall(scheduler.between(-3 * DAY_MILLIS, 3 * DAY_MILLIS));
    }

    private void crashBalancer() {
        Balancer victim = grid.balancers().get(random.nextInt(grid.balancers().size()));
        if (victim.isUp()) {
            world.count(Happening.BALANCER_CRASH);
            victim.crash();
            scheduler.in(scheduler.between(100, 4_000), victim::start);
        }
    }

    private void pauseBalancer() {
        Balancer victim = grid.balancers().get(random.nextInt(grid.balancers().size()));
        if (victim.isUp() && !victim.isPaused()) {
            world.count(Happening.BALANCER_PAUSE);
            victim.pause();
            scheduler.in(scheduler.between(100, 10_000), victim::resume);
        }
    }

    private OwnerProcess anyProcess() {
        return grid.processes().get(random.nextInt(grid.processes().size()));
    }

    /** One that owns something, if there is one now. */
    private OwnerProcess anyOwner() {
        List<OwnerProcess> owners = grid.processes().stream()
                .filter(process -> process.owner() != null)
                .toList();
        return owners.isEmpty() ? anyProcess() : owners.get(random.nextInt(owners.size()));
    }

    private StoreSite anySite() {
        return grid.sites().get(random.nextInt(grid.sites().size()));
    }

    private Point anyPoint() {
        List<Point> points = List.of(Point.values());
        return points.get(random.nextInt(points.size()));
    }
}
