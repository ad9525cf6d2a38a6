package io.causalgrid.grid.core.allocation;

import java.time.Duration;

/**
 * How an allocator's orders treat time and small changes.
 *
 * @param lease how long a charge point may go on as told without hearing anything; positive
 * @param skew by how much a charge point's clock may err over a lease
 * @param transit the longest that an order is on its way: one that has not arrived by then never will. It is also how long an
 *     order may wait, for a journal for one, before it is handed to the plant
 * @param meterToleranceAmps by how much a vehicle may draw more than it was told before that counts
 * @param deadBandAmps a smaller change is not ordered, unless a limit or a lease needs it
 * @param leastInterval between two raises of one connector
 */
public record OrderSettings(
        Duration lease,
        Duration skew,
        Duration transit,
        double meterToleranceAmps,
        double deadBandAmps,
        Duration leastInterval) {
    /**
     * For charge points on a network: two minutes, which outlast some rounds; clocks right to ten seconds; ten seconds for
     * journal and network each; a tolerance of half of what a charge point distinguishes.
     */
    public static final OrderSettings DEFAULT = new OrderSettings(
            Duration.ofMinutes(2), Duration.ofSeconds(10), Duration.ofSeconds(10), 0.5, 0.5, Duration.ofSeconds(10));

    public OrderSettings {
        if (!lease.isPositive() || skew.isNegative() || transit.isNegative() || leastInterval.isNegative()) {
            throw new IllegalArgumentException(
                    "lease %s, skew %s, transit %s, least interval %s".formatted(lease, skew, transit, leastInterval));
        }
        if (!(meterToleranceAmps >= 0 && deadBandAmps >= 0)) {
            throw new IllegalArgumentException(
                    "tolerance " + meterToleranceAmps + " A, dead band " + deadBandAmps + " A");
        }
    }

    /** For charge points that hear everything at once, have perfect clocks and are told of every change. */
    public static OrderSettings exact(Duration lease) {
        return new OrderSettings(lease, Duration.ZERO, Duration.ZERO, 0, 0, Duration.ZERO);
    }

    /** How long an order may hold, from the moment it was sent. */
    Duration reach() {
        return transit.plus(lease).plus(skew);
    }

    /** How long an order decided now may hold. */
    Duration window() {
        return transit.plus(reach());
    }

    /** After this time without an answer a charge point counts as silent. */
    Duration answerTime() {
        return transit.multipliedBy(2);
    }
}
