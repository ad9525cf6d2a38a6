package io.causalgrid.grid.core.plant;

import java.time.Duration;

/** What a charge point makes of its orders, whatever it answers. */
public enum Obedience {
    /** It does as told at once. */
    OBEYS,
    /** It does as told, and says so, {@link #LATE_BY} after it has heard. */
    OBEYS_LATE,
    /** It refuses every other order. */
    REFUSES,
    /** It confirms all, and once it has been allowed any current, the vehicle may draw whatever it takes. */
    IGNORES,
    /** The vehicle draws a fifth more than it is allowed. */
    LETS_MORE,
    /** It hears and says nothing for a third of each quarter of an hour. */
    LOSES_LINK;

    /** How late an order may be obeyed by any of them that obeys at all. */
    public static final Duration LATE_BY = Duration.ofSeconds(20);

    private static final double MORE = 1.2;
    private static final Duration CYCLE = Duration.ofMinutes(15);
    private static final Duration LINKED = Duration.ofMinutes(10);

    /**
     * The current that its vehicle may draw.
     *
     * @param allowedAmps by the order that holds, or its fallback
     * @param maxAmps that its cable carries
     * @param hasBegun whether it was allowed any current since the session began
     */
    double letsAmps(double allowedAmps, double maxAmps, boolean hasBegun) {
        return switch (this) {
            case IGNORES -> hasBegun ? maxAmps : allowedAmps;
            case LETS_MORE -> allowedAmps * MORE;
            case OBEYS, OBEYS_LATE, REFUSES, LOSES_LINK -> allowedAmps;
        };
    }

    /** Whether it hears and can be heard, so long after its session began. */
    boolean isLinked(Duration since) {
        return this != LOSES_LINK || since.toMillis() % CYCLE.toMillis() < LINKED.toMillis();
    }

    boolean refuses(Order order) {
        return this == REFUSES && order.number() % 2 == 0;
    }

    Duration delay() {
        return this == OBEYS_LATE ? LATE_BY : Duration.ZERO;
    }
}
