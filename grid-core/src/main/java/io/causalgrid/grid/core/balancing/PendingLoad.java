package io.causalgrid.grid.core.balancing;

/**
 * Load counted on a substation for a request that is on its way there. It must be settled exactly once.
 *
 * @param number unique within a board
 * @param substation it is on
 * @param commitmentWatts expected to be promised
 */
public record PendingLoad(long number, String substation, long commitmentWatts) {}
