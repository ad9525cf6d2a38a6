package io.causalgrid.grid.core.plant;

import java.time.Duration;

/**
 * The most that a connector may allow, for a while that begins when the order arrives, by the charge point's own clock;
 * afterwards, if it has not been told anything else, it allows its fallback. A charge point that has heard an order with a
 * higher number of the same owner does not obey this one any more. To refuse an order is to say that it has not taken
 * effect and never will; one that arrives twice is answered the second time as the first.
 *
 * @param connector as a position in the network
 * @param number grows with each order of an owner; an owner that follows another one is told apart by the plant
 * @param amps the most it may allow
 * @param lease how long it holds; positive
 * @param raises whether it allows more than the connector may have been allowing so far, so that it must be in the journal
 *     before it is sent
 */
public record Order(int connector, long number, double amps, Duration lease, boolean raises) {
    public Order {
        if (!(amps >= 0 && amps < Double.POSITIVE_INFINITY) || !lease.isPositive()) {
            throw new IllegalArgumentException("an order of " + amps + " A for " + lease);
        }
    }
}
