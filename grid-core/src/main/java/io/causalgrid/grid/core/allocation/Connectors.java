package io.causalgrid.grid.core.allocation;

import java.time.Instant;

/** The charge points, as the safety layer sees them. */
@FunctionalInterface
public interface Connectors {
    /**
     * Tells a connector's charge point the most it may allow until a time, and waits for it to confirm. After that time,
     * if it is not told anything else, it allows its fallback current. An order that was overtaken by a later one must
     * not take effect any more.
     *
     * @param connector as a position in the network
     * @return whether it confirmed; if not, it may be doing as told now or before
     */
    boolean set(int connector, double amps, Instant until);
}
