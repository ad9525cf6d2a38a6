package io.causalgrid.grid.core.session;

import java.time.Instant;

/**
 * What was fixed when a session was admitted and never changes.
 *
 * @param id unique over all substations and their restarts
 * @param connector the outlet it holds, counted from 1
 * @param request what the vehicle needs
 * @param start when it was admitted
 * @param commitmentWatts the power promised to it for as long as it lasts
 */
public record SessionTerms(String id, int connector, ChargeRequest request, Instant start, long commitmentWatts) {}
