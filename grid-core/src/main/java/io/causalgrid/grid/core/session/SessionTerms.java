package io.causalgrid.grid.core.session;

import java.time.Instant;

/**
 * What was fixed when a session was admitted.
 *
 * @param id unique over all substations and their restarts
 * @param connector the outlet it holds, counted from 1; 0 while it waits for one
 * @param request what the vehicle needs
 * @param start when it was admitted
 * @param commitmentWatts the power promised to it for as long as it holds an outlet; 0 while it waits for one
 */
public record SessionTerms(String id, int connector, ChargeRequest request, Instant start, long commitmentWatts) {
    /** The terms of a session that waits for an outlet. */
    public static SessionTerms waiting(String id, ChargeRequest request, Instant start) {
        return new SessionTerms(id, 0, request, start, 0);
    }

    /** These terms once the session has got an outlet: promised is what it needs from then on. */
    public SessionTerms atConnector(int free, Instant at) {
        return new SessionTerms(id, free, request, start, request.commitmentWatts(at));
    }
}
