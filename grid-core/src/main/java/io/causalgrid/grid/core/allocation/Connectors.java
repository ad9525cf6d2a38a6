package io.causalgrid.grid.core.allocation;

/** The charge points, as the safety layer sees them. */
@FunctionalInterface
public interface Connectors {
    /**
     * Tells a session's charge point the most it may draw from now on, and waits for it to confirm.
     *
     * @return whether it confirmed; if not, it may be drawing as before or as told now
     */
    boolean set(String sessionId, double powerWatts);
}
