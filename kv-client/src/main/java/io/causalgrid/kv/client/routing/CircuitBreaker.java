package io.causalgrid.kv.client.routing;

import java.time.Duration;
import java.util.Optional;

/**
 * Keeps calls away from an endpoint that does not answer. Closed, it lets all through; after a number of failures in a row it
 * opens and lets none through; after a while it lets one through as a probe, and closes or opens again with what becomes of it.
 *
 * <p>Each change of state begins an epoch, and what comes of calls let through in an earlier one no longer counts: a late
 * answer must not close it, nor a late failure open it. Thread-safe.
 */
public final class CircuitBreaker {
    private final Settings settings;
    private final Timing timing;
    private State state = State.CLOSED;
    private int failuresInARow;
    private long openedAtNanos;
    private long epoch;
    private boolean probing;

    /** How it stands. */
    public enum State {
        /** All calls go through. */
        CLOSED,
        /** No call goes through for a while. */
        OPEN,
        /** One call is let through to see. */
        HALF_OPEN
    }

    /**
     * When it opens and for how long.
     *
     * @param failures how many in a row open it
     */
    public record Settings(int failures, Duration openFor) {
        public Settings {
            if (failures < 1 || !openFor.isPositive()) {
                throw new IllegalArgumentException("a breaker opens after one failure at the least, and for a while: "
                        + failures + ", " + openFor);
            }
        }
    }

    public CircuitBreaker(Settings settings, Timing timing) {
        this.settings = settings;
        this.timing = timing;
    }

    /** Lets a call through, or not. Each permit must be given back by one of its methods. */
    public synchronized Optional<Permit> tryAcquire() {
        if (state == State.OPEN && untilProbeNanos() <= 0) {
            become(State.HALF_OPEN);
        }
        if (state == State.OPEN || (state == State.HALF_OPEN && probing)) {
            return Optional.empty();
        }
        probing = state == State.HALF_OPEN;
        return Optional.of(new Permit(epoch));
    }

    /** How it stands. An open one becomes half-open with the first call after its time. */
    public synchronized State state() {
        return state;
    }

    /** How long it will let nothing through; zero if it lets calls through, or has a probe out. */
    public synchronized Duration closedFor() {
        return state == State.OPEN ? Duration.ofNanos(Math.max(0, untilProbeNanos())) : Duration.ZERO;
    }

    private long untilProbeNanos() {
        return openedAtNanos + settings.openFor().toNanos() - timing.nanoTime();
    }

    private void become(State next) {
        state = next;
        epoch++;
        failuresInARow = 0;
        probing = false;
        openedAtNanos = timing.nanoTime();
    }

    private synchronized void succeeded(long since) {
        if (since != epoch) {
            return;
        }
        failuresInARow = 0;
        if (state == State.HALF_OPEN) {
            become(State.CLOSED);
        }
    }

    private synchronized void failed(long since) {
        if (since != epoch) {
            return;
        }
        failuresInARow++;
        if (state == State.HALF_OPEN || failuresInARow >= settings.failures()) {
            become(State.OPEN);
        }
    }

    private synchronized void withdrawn(long since) {
        if (since == epoch) {
            probing = false;
        }
    }

    /** A call that was let through. */
    public final class Permit {
        private final long since;

        private Permit(long since) {
            this.since = since;
        }

        /** The endpoint answered. */
        public void succeeded() {
            CircuitBreaker.this.succeeded(since);
        }

        /** The endpoint did not answer. */
        public void failed() {
            CircuitBreaker.this.failed(since);
        }

        /** The call ended before anything could be said about the endpoint. */
        public void withdrawn() {
            CircuitBreaker.this.withdrawn(since);
        }
    }
}
