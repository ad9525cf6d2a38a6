package io.causalgrid.grid.core.charging;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Something that runs by itself: it has clocks, can stand still for a while without noticing, and can end at any moment and
 * forget. What arrives while it stands still waits; what arrives while it is down is lost.
 */
abstract class Machine {
    /** By how much a clock may be faster or slower than true time. */
    private static final int SKEW_PER_100_000_MAX = 400;

    private static final long DAY_MILLIS = 86_400_000;

    private final String name;
    private final Scheduler scheduler;
    private final double rate;
    private final long steadyBase;
    private long wallOffset;
    private final Queue<Runnable> backlog = new ArrayDeque<>();
    private int life;
    private boolean up;
    private boolean paused;

    Machine(String name, Scheduler scheduler) {
        this.name = name;
        this.scheduler = scheduler;
        this.rate = 1 + scheduler.between(-SKEW_PER_100_000_MAX, SKEW_PER_100_000_MAX) / 100_000.0;
        this.steadyBase = scheduler.between(0, 100 * DAY_MILLIS);
        this.wallOffset = scheduler.between(-2000, 2000);
    }

    final String name() {
        return name;
    }

    final boolean isUp() {
        return up;
    }

    final boolean isPaused() {
        return paused;
    }

    /** Its own measure of time; begins anywhere. */
    final long steadyMillis() {
        return steadyBase + (long) (scheduler.nowMillis() * rate);
    }

    final long wallMillis() {
        return 1_700_000_000_000L + scheduler.nowMillis() + wallOffset;
    }

    final void setWall() {
        wallOffset = 0;
    }

    final void jumpWall(long millis) {
        wallOffset += millis;
    }

    final void start() {
        if (!up) {
            up = true;
            life++;
            started();
        }
    }

    final void crash() {
        if (up) {
            up = false;
            paused = false;
            life++;
            backlog.clear();
            crashed();
        }
    }

    final void pause() {
        paused = up;
    }

    final void resume() {
        paused = false;
        while (up && !paused && !backlog.isEmpty()) {
            backlog.remove().run();
        }
    }

    /** Does it now, or when it does not stand still any more; never in another life. */
    final void run(Runnable action) {
        if (!up) {
            return;
        }
        if (paused) {
            int since = life;
            backlog.add(() -> {
                if (life == since) {
                    action.run();
                }
            });
        } else {
            action.run();
        }
    }

    final int life() {
        return life;
    }

    /** Whether that life is not over; what was asked in another one is not heard. */
    final boolean isIn(int ofLife) {
        return up && life == ofLife;
    }

    /** Does it after a while by its own clock, if it lives on. */
    final void after(long millis, Runnable action) {
        int since = life;
        scheduler.in((long) Math.ceil(millis / rate), () -> {
            if (life == since) {
                run(action);
            }
        });
    }

    final Scheduler scheduler() {
        return scheduler;
    }

    abstract void started();

    abstract void crashed();
}
