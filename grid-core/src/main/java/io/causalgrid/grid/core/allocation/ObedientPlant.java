package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.plant.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Charge points that obey at once, for simulations and virtual vehicles. Confined to the allocator's thread. */
public final class ObedientPlant {
    /** Lowerings, raises into what they freed, and renewals that had to wait for those. */
    private static final int PASSES_MAX = 4;

    private final Allocator allocator;
    private final double[] amps;

    /**
     * @param connectors how many the allocator's network has
     */
    public ObedientPlant(Allocator allocator, int connectors) {
        this.allocator = allocator;
        this.amps = new double[connectors];
    }

    /**
     * Divides, and has all orders carried out.
     *
     * @return one grant a demand, in their order
     */
    public List<Grant> allocate(List<Demand> demands, Instant now, Duration step) {
        allocator.decide(demands, now, step);
        for (int pass = 0; pass < PASSES_MAX && obeyAll(now); pass++) {
            allocator.proceed(now);
        }
        return allocator.grants(now);
    }

    /** What a connector was told last; 0 before it was told anything. */
    public double toldAmps(int connector) {
        return amps[connector];
    }

    /** Whether there were orders. */
    private boolean obeyAll(Instant now) {
        List<Order> orders = allocator.ordersToSend(now);
        orders.forEach(order -> obey(order, now));
        List<Order> raises = allocator.raisesToSend();
        for (Order raise : raises) {
            if (allocator.sent(raise, now)) {
                obey(raise, now);
            }
        }
        return !orders.isEmpty() || !raises.isEmpty();
    }

    private void obey(Order order, Instant now) {
        amps[order.connector()] = order.amps();
        allocator.confirmed(order.connector(), order.number(), now);
    }
}
