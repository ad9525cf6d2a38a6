package io.causalgrid.grid.core.balancing;

/**
 * Load set aside on a substation for a request that is on its way there. It must be settled exactly once.
 *
 * @param number unique within a board
 * @param substation it is on
 * @param commitmentWatts expected to be promised
 */
public record Reservation(long number, String substation, long commitmentWatts) {}
