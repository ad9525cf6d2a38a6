package io.causalgrid.grid.core.allocation;

import io.causalgrid.grid.core.plant.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** A charge point that obeys the highest owner it has heard of, and of that the highest number, by a clock of its own. */
final class StreetSocket {
    enum Answer {
        CONFIRMED,
        REFUSED,
        NONE
    }

    private final double fallbackAmps;
    private final Duration lag;
    private final Random random;
    private double toldAmps;
    private Instant until = Instant.MIN;
    private int owner;
    private long number;

    /**
     * @param lag by how much its clock is slow over a lease
     */
    StreetSocket(double fallbackAmps, Duration lag, Random random) {
        this.fallbackAmps = fallbackAmps;
        this.lag = lag;
        this.random = random;
    }

    double allowedAmps(Instant now) {
        return now.isBefore(until) ? toldAmps : fallbackAmps;
    }

    Answer hear(int from, Order order, Instant now) {
        if (from < owner || (from == owner && order.number() <= number)) {
            return Answer.NONE;
        }
        if (random.nextInt(25) == 0) {
            return Answer.REFUSED;
        }
        owner = from;
        number = order.number();
        toldAmps = order.amps();
        until = now.plus(order.lease()).plus(lag);
        return Answer.CONFIRMED;
    }
}
