package io.causalgrid.grid.core.session;

import java.time.Instant;

/**
 * What was fixed when a session was admitted.
 *
 * @param id unique over all substations and their restarts
 * @param connector the id of the one it holds; empty while it waits for one
 * @param request what the vehicle needs
 * @param start when it was admitted
 * @param commitmentWatts the power promised to it for as long as it holds a connector; 0 while it waits for one
 */
public record SessionTerms(String id, String connector, ChargeRequest request, Instant start, long commitmentWatts) {
    /** The terms of a session that waits for a connector. */
    public static SessionTerms waiting(String id, ChargeRequest request, Instant start) {
        return new SessionTerms(id, "", request, start, 0);
    }

    /** These terms once the session has got a connector: promised is what it needs from then on. */
    public SessionTerms atConnector(String free, Instant at) {
        return new SessionTerms(id, free, request, start, request.commitmentWatts(at));
    }

    /** Whether it holds a connector, or held one when it ended. */
    public boolean hasConnector() {
        return !connector.isEmpty();
    }
}
