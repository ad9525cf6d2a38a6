package io.causalgrid.grid.core.balancing;

/**
 * What a substation says of itself when asked.
 *
 * @param instance differs after each restart
 * @param version grows with each session that starts or ends; the counts include exactly the changes up to it
 */
public record LoadReport(
        String instance,
        long version,
        double limitWatts,
        int connectors,
        double powerWatts,
        long committedWatts,
        int activeSessions) {}
