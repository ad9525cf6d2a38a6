package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.plant.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The only one that decides what charge points are told. Invariant: whatever they may be doing at any instant, those included
 * that did not confirm their last order, is within the limits; it holds whatever grants are asked for. If a limit falls, it
 * holds again once the lowerings are confirmed or the leases have ended, and nothing is raised before.
 *
 * <p>How: an order either allows nothing, at any time, beyond what {@linkplain SentOrders counts} already (a lowering, a
 * question), or what counts now leaves room for it for as long as it may last (a raise, a renewal). Confined to one thread.
 */
final class SafetyLayer {
    /** An order that waits to be handed out: of a whole lease, or one that prolongs nothing. */
    record Decision(int connector, double amps, boolean isWhole) {}

    private final OrderSettings settings;
    private final @Nullable SentOrders[] orders;
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Order> raises = new ArrayList<>();
    private Instant decided = Instant.MIN;
    private long number;
    private boolean holdsOnly;

    SafetyLayer(OrderSettings settings, int count) {
        this.settings = settings;
        this.orders = new SentOrders[count];
    }

    OrderSettings settings() {
        return settings;
    }

    int count() {
        return orders.length;
    }

    boolean holdsOnly() {
        return holdsOnly;
    }

    void holdOnly(boolean only) {
        holdsOnly = only;
        if (only) {
            takeBackRaises();
        }
    }

    /** What a connector was told; null if nothing is known of it. */
    @Nullable
    SentOrders known(int connector) {
        return orders[connector];
    }

    SentOrders of(Network network, int connector) {
        SentOrders sent = orders[connector];
        if (sent == null) {
            sent = new SentOrders(settings, network.connectors().get(connector).fallbackAmps());
            orders[connector] = sent;
        }
        return sent;
    }

    /** The most that counts for a connector now. */
    double mostAmps(Network network, int connector, Instant now) {
        SentOrders sent = orders[connector];
        return sent == null ? network.connectors().get(connector).fallbackAmps() : sent.mostAmps(now);
    }

    double leastAmps(Network network, int connector, Instant now) {
        SentOrders sent = orders[connector];
        return sent == null ? network.connectors().get(connector).fallbackAmps() : sent.leastAmps(now);
    }

    /** What a connector counts at whatever is decided now: all if it does not do as told, else its fallback. */
    double heldAmps(Network network, int connector, Instant now) {
        return isFixed(connector, now)
                ? mostAmps(network, connector, now)
                : network.connectors().get(connector).fallbackAmps();
    }

    /** Whether a connector can not be expected to do as told: it does not answer, it refuses, its vehicle draws more. */
    boolean isFixed(int connector, Instant now) {
        SentOrders sent = orders[connector];
        return sent != null && (sent.isSilent(now) || sent.refuses() || sent.isOver(now));
    }

    /** Begins a division: what was decided before and not handed out is forgotten. */
    void begin() {
        decisions.clear();
        takeBackRaises();
    }

    void decide(Decision decision, Instant now) {
        decided = decisions.isEmpty() ? now : decided;
        decisions.add(decision);
    }

    void raise(SentOrders sent, int connector, double amps, Instant now) {
        var raise = new Order(connector, ++number, amps, settings.lease(), true);
        raises.add(raise);
        sent.decided(raise, now);
    }

    List<Order> ordersToSend(Network network, Instant now) {
        List<Order> result = new ArrayList<>(decisions.size());
        boolean isLate = decided.isBefore(now.minus(settings.transit()));
        for (Decision decision : decisions) {
            SentOrders sent = of(network, decision.connector());
            Order order = order(network, decision, sent, isLate, now);
            sent.sent(order, now);
            result.add(order);
        }
        decisions.clear();
        return result;
    }

    /** What was decided too long ago prolongs nothing any more: the limits were not looked at for so long. */
    private Order order(Network network, Decision decision, SentOrders sent, boolean isLate, Instant now) {
        int connector = decision.connector();
        if (decision.isWhole() && !isLate) {
            return new Order(connector, ++number, decision.amps(), settings.lease(), false);
        }
        var lease = sent.coveredFor(decision.amps(), now);
        return lease.isPositive()
                ? new Order(connector, ++number, decision.amps(), lease, false)
                : new Order(
                        connector,
                        ++number,
                        network.connectors().get(connector).fallbackAmps(),
                        settings.lease(),
                        false);
    }

    List<Order> raisesToSend() {
        List<Order> result = List.copyOf(raises);
        raises.clear();
        return result;
    }

    boolean sent(Order raise, Instant now) {
        SentOrders sent = orders[raise.connector()];
        return sent != null && sent.sentAfterAll(raise, now);
    }

    void withdrawn(Order raise) {
        SentOrders sent = orders[raise.connector()];
        if (sent != null) {
            sent.withdrawn(raise.number());
        }
    }

    private void takeBackRaises() {
        raises.forEach(this::withdrawn);
        raises.clear();
    }
}
