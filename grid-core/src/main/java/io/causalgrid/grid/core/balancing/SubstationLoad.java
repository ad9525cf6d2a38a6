package io.causalgrid.grid.core.balancing;

/**
 * A substation's load as a balancer sees it, its own unanswered requests included.
 *
 * @param id of the substation
 * @param position in the configuration, from 0
 * @param up whether it answered when last asked
 * @param limitWatts the power it can give out; 0 if it was never heard of
 * @param connectors it has; 0 if it was never heard of
 * @param powerWatts granted when last heard
 * @param committedWatts promised to sessions
 * @param activeSessions on it
 */
public record SubstationLoad(
        String id,
        int position,
        boolean up,
        double limitWatts,
        int connectors,
        double powerWatts,
        long committedWatts,
        int activeSessions) {

    /** Promised power as a share of the limit; of two never heard of, the one with less promised is the lower. */
    public double committedShare() {
        return committedWatts / Math.max(1, limitWatts);
    }

    /** Whether, for all that is known, a connector is free. */
    public boolean hasFreeConnector() {
        return connectors == 0 || activeSessions < connectors;
    }
}
