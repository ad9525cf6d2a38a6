package io.causalgrid.grid.service.balancer;

import io.causalgrid.grid.core.session.ChargeOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The keys this balancer has seen, with the outcome or the promise of one. Requests with a key that is under way wait
 * for the same outcome. Only acceptances are kept: who was told no may ask again. Safe for any thread.
 */
final class RouteMemory {
    /** What to do with a request. */
    sealed interface Turn {
        /** Nobody has: find a place, and then say so with {@link RouteMemory#finish}. */
        record Yours(CompletableFuture<RouteOutcome> outcome) implements Turn {}

        /** Somebody has or is at it. */
        record Theirs(CompletableFuture<RouteOutcome> outcome) implements Turn {}

        /** The key belongs to another order. */
        record Reused() implements Turn {}

        /** The memory is full of requests under way. */
        record Full() implements Turn {}
    }

    private record Entry(ChargeOrder order, CompletableFuture<RouteOutcome> outcome, Instant since) {}

    private final int max;
    private final Duration age;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    RouteMemory(int max, Duration age) {
        this.max = max;
        this.age = age;
    }

    synchronized Turn begin(RouteRequest request, Instant now) {
        forgetOlderThan(now.minus(age));
        Entry known = entries.get(request.key());
        if (known != null) {
            return known.order().equals(request.order()) ? new Turn.Theirs(known.outcome()) : new Turn.Reused();
        }
        if (entries.size() >= max && !forgetOne()) {
            return new Turn.Full();
        }
        var outcome = new CompletableFuture<RouteOutcome>();
        entries.put(request.key(), new Entry(request.order(), outcome, now));
        return new Turn.Yours(outcome);
    }

    void finish(RouteRequest request, CompletableFuture<RouteOutcome> promise, RouteOutcome outcome) {
        if (!(outcome instanceof RouteOutcome.Routed)) {
            synchronized (this) {
                entries.remove(request.key());
            }
        }
        promise.complete(outcome);
    }

    private void forgetOlderThan(Instant limit) {
        var eldest = entries.values().iterator();
        while (eldest.hasNext()) {
            Entry entry = eldest.next();
            if (!entry.since().isBefore(limit) || !entry.outcome().isDone()) {
                return;
            }
            eldest.remove();
        }
    }

    private boolean forgetOne() {
        var eldest = entries.values().iterator();
        while (eldest.hasNext()) {
            if (eldest.next().outcome().isDone()) {
                eldest.remove();
                return true;
            }
        }
        return false;
    }
}
