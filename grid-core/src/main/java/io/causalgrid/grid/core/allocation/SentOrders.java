package io.causalgrid.grid.core.allocation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a charge point may be doing, given what it was told: its last confirmed order, or any sent after that, each until
 * its lease ends, and then its fallback. Confined to one thread.
 */
final class SentOrders {
    /** A current allowed until a time. */
    record Order(double amps, Instant until) {
        boolean covers(Order other) {
            return amps >= other.amps && !until.isBefore(other.until);
        }
    }

    private final double fallbackAmps;
    private Order confirmed;
    private Order last;
    /** Later orders without an answer: the earlier ones allow more, the later ones for longer. Nearly always empty. */
    private List<Order> unconfirmed = List.of();

    /** A charge point that has not been told anything. */
    SentOrders(double fallbackAmps) {
        this.fallbackAmps = fallbackAmps;
        this.confirmed = new Order(fallbackAmps, Instant.MIN);
        this.last = confirmed;
    }

    /** The most it may be allowing, at a time or, since a lease may end at any time, soon after. */
    double mostAmps(Instant now) {
        double most = Math.max(fallbackAmps, amps(confirmed, now));
        for (Order order : unconfirmed) {
            most = Math.max(most, amps(order, now));
        }
        return most;
    }

    /** What it allows for sure; not more than any of what it may be doing. */
    double leastAmps(Instant now) {
        double least = amps(confirmed, now);
        for (Order order : unconfirmed) {
            least = Math.min(least, amps(order, now));
        }
        return least;
    }

    boolean isReachable() {
        return unconfirmed.isEmpty();
    }

    /** When the lease of what it was told last ends. */
    Instant until() {
        return last.until();
    }

    /**
     * What one that did not answer is asked: its last order again, and after the end of its lease, to do what it does by
     * itself. Whether it hears this or not, what it may be doing stays the same.
     */
    Order question(Instant now, Instant until) {
        return now.isBefore(last.until()) ? last : new Order(fallbackAmps, until);
    }

    void sent(double amps, Instant until, boolean isConfirmed) {
        var order = new Order(amps, until);
        last = order;
        if (isConfirmed) {
            confirmed = order;
            unconfirmed = List.of();
        } else {
            List<Order> possible = new ArrayList<>(unconfirmed);
            possible.removeIf(order::covers);
            possible.add(order);
            unconfirmed = possible;
        }
    }

    private double amps(Order order, Instant now) {
        return now.isBefore(order.until()) ? order.amps() : fallbackAmps;
    }
}
