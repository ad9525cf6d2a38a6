package io.causalgrid.grid.service.balancer;

import io.causalgrid.grid.core.session.ChargeOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The requests that are under way here, by their keys: one that comes with the same key meanwhile waits for the same outcome.
 * Once a request has its outcome, nothing is remembered of it; who asks later is told what the substations know then. Safe
 * for any thread.
 */
final class Flights {
    /** What to do with a request. */
    sealed interface Turn {
        /** Nobody is at it: find a place, and then say so with {@link Flights#finish}. */
        record Yours(CompletableFuture<RouteOutcome> outcome) implements Turn {}

        /** Somebody is at it. */
        record Theirs(CompletableFuture<RouteOutcome> outcome) implements Turn {}

        /** Somebody is at another order with this key. */
        record Reused() implements Turn {}

        /** Too much is under way. */
        record Full() implements Turn {}
    }

    private record Flight(ChargeOrder order, CompletableFuture<RouteOutcome> outcome) {}

    private final int max;
    private final Map<String, Flight> underWay = new HashMap<>();

    Flights(int max) {
        this.max = max;
    }

    synchronized Turn begin(RouteRequest request) {
        Flight known = underWay.get(request.key());
        if (known != null) {
            return known.order().equals(request.order()) ? new Turn.Theirs(known.outcome()) : new Turn.Reused();
        }
        if (underWay.size() >= max) {
            return new Turn.Full();
        }
        var outcome = new CompletableFuture<RouteOutcome>();
        underWay.put(request.key(), new Flight(request.order(), outcome));
        return new Turn.Yours(outcome);
    }

    void finish(RouteRequest request, CompletableFuture<RouteOutcome> promise, RouteOutcome outcome) {
        synchronized (this) {
            underWay.remove(request.key());
        }
        promise.complete(outcome);
    }
}
