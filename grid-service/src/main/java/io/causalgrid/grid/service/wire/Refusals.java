package io.causalgrid.grid.service.wire;

import io.causalgrid.http.problems.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;

/** Problems that more than one role answers with, or one answers and another reads. */
public final class Refusals {
    /** Every connector is taken. */
    public static final String NO_CAPACITY = "no-capacity";
    /** A balancer found no substation that takes it. */
    public static final String NO_SUBSTATION = "no-substation";
    /** No majority of the store is in reach, or it may yet take what was decided: nothing is known. */
    public static final String IN_DOUBT = "in-doubt";
    /** The store did not take the reservation in time, and it was taken back. */
    public static final String NOT_STORED = "not-stored";
    /** This process does not own the substation; the member {@link #OWNER} says who does, if that is known. */
    public static final String NOT_OWNER = "not-owner";
    /** The address of the process that owns the substation. */
    public static final String OWNER = "owner";
    /** Too much waits already; nothing was done. */
    public static final String OVERLOADED = "overloaded";
    /** The reservation to confirm has ended, or never was. */
    public static final String RESERVATION_GONE = "reservation-gone";
    /** There is no session with this id. */
    public static final String UNKNOWN_SESSION = "unknown-session";
    /** The same key with another order. */
    public static final String KEY_REUSED = "idempotency-key-reused";

    /** What RFC 9110 calls 422; the draft on the Idempotency-Key header asks for it. */
    private static final int UNPROCESSABLE = 422;

    private Refusals() {}

    /** There is no such session, or none any more. */
    public static HttpProblem unknownSession() {
        return Problems.problem(Response.Status.NOT_FOUND, UNKNOWN_SESSION, "There is no session with this id.")
                .build();
    }

    /** The same key with another order: a mistake of the client, which a new answer would hide. */
    public static HttpProblem keyReused() {
        return Problems.problem(UNPROCESSABLE, KEY_REUSED, "This Idempotency-Key was used before with another request.")
                .build();
    }
}
