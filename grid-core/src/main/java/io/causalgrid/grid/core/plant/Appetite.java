package io.causalgrid.grid.core.plant;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a vehicle would take, as far as its meter has told. Nobody says how full a battery is; but one that leaves some of what it may
 * draw does not want it, and one that draws all of it may want more.
 *
 * <p>At first a vehicle is believed its wish. When it has left something for {@link #PATIENCE}, it is offered a little more than the
 * most it drew meanwhile: what it leaves is for others. As soon as it draws all that it is offered, the offer grows, by a quarter each
 * time. One that draws nothing keeps the minimum current for {@link #SLEEPS_AFTER}, and then sleeps: it is offered nothing, but for
 * {@link #TRIAL} every {@link #WAKES_EVERY}, in case it has woken. Confined to one thread.
 */
public final class Appetite {
    /** Charge points and vehicles take a while to follow: up to 5 s and then some for the ramp (IEC 61851-1, A.5.3). */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    static final Duration SLEEPS_AFTER = Duration.ofMinutes(10);
    static final Duration WAKES_EVERY = Duration.ofMinutes(15);
    static final Duration TRIAL = Duration.ofMinutes(2);
    /** Meters are not exact, and vehicles keep a little below what they are told. */
    private static final double TOLERANCE_AMPS = 0.5;

    private static final double TOLERANCE_SHARE = 0.05;
    private static final double MARGIN_AMPS = 1;
    private static final double MARGIN_SHARE = 0.1;
    private static final double GROWTH_AMPS = 2;
    private static final double GROWTH_SHARE = 0.25;

    private final double wishedAmps;
    private final double minimumAmps;
    private double amps;
    private @Nullable Instant leavesSince;
    private double mostSinceAmps;
    private @Nullable Instant idleSince;
    private Duration idleMost = SLEEPS_AFTER;
    private @Nullable Instant wakes;

    /**
     * Of a vehicle whose meter has not said anything.
     *
     * @param wishedAmps the most it says it takes
     * @param minimumAmps the least current that its charge point can offer
     */
    public Appetite(double wishedAmps, double minimumAmps) {
        this.wishedAmps = wishedAmps;
        this.minimumAmps = Math.min(wishedAmps, minimumAmps);
        this.amps = wishedAmps;
    }

    /** The most that it is worth offering to it; 0 while it sleeps. */
    public double amps() {
        return amps;
    }

    /**
     * Its meter has said something.
     *
     * @param drawnAmps what it draws
     * @param allowedAmps what its charge point allows for sure, and has allowed for long enough to follow
     */
    public void metered(double drawnAmps, double allowedAmps, Instant now) {
        if (wakes != null && !now.isBefore(wakes)) {
            wakes = null;
            amps = minimumAmps;
            idleMost = TRIAL;
            idleSince = null;
        }
        if (allowedAmps <= 0) {
            leavesSince = null; // a paused vehicle says nothing of what it wants
            idleSince = null;
        } else if (drawnAmps >= allowedAmps - Math.max(TOLERANCE_AMPS, TOLERANCE_SHARE * allowedAmps)) {
            takesAll(allowedAmps);
        } else {
            leavesSome(drawnAmps, now);
        }
    }

    private void takesAll(double allowedAmps) {
        leavesSince = null;
        isAwake();
        double more = allowedAmps + Math.max(GROWTH_AMPS, GROWTH_SHARE * allowedAmps);
        amps = Math.min(wishedAmps, Math.max(amps, more));
    }

    private void leavesSome(double drawnAmps, Instant now) {
        if (leavesSince == null) {
            leavesSince = now;
            mostSinceAmps = 0;
        }
        mostSinceAmps = Math.max(mostSinceAmps, drawnAmps);
        if (!now.isBefore(leavesSince.plus(PATIENCE))) {
            double enough = mostSinceAmps + Math.max(MARGIN_AMPS, MARGIN_SHARE * mostSinceAmps);
            amps = Math.min(amps, Math.max(minimumAmps, enough));
            leavesSince = null;
        }
        if (drawnAmps >= TOLERANCE_AMPS) {
            isAwake();
        } else if (idleSince == null) {
            idleSince = now;
        } else if (!now.isBefore(idleSince.plus(idleMost))) {
            amps = 0;
            wakes = now.plus(WAKES_EVERY);
            idleSince = null;
        }
    }

    private void isAwake() {
        idleSince = null;
        idleMost = SLEEPS_AFTER;
    }
}
