package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.vertx.core.MultiMap;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * What a reader has already, or insists on (RFC 9110, 13.1). Dates are not looked at: a value has none.
 *
 * @param ifMatch the ETags of which it wants one, or {@code *}; none if it takes any
 * @param ifNoneMatch the ETags that it has, or {@code *}
 */
record ReadConditions(List<String> ifMatch, List<String> ifNoneMatch) {
    private static final String ANY = "*";
    private static final String WEAK = "W/";
    private static final ReadConditions NONE = new ReadConditions(List.of(), List.of());

    /** Those of a request; a 400 problem if they are not of a known form. */
    static ReadConditions of(MultiMap headers) {
        return headers.contains(HttpHeaders.IF_MATCH) || headers.contains(HttpHeaders.IF_NONE_MATCH)
                ? new ReadConditions(
                        ETags.listed(headers.getAll(HttpHeaders.IF_MATCH)),
                        ETags.listed(headers.getAll(HttpHeaders.IF_NONE_MATCH)))
                : NONE;
    }

    /** Whether it has what is there; a 412 problem if that is not what it wants. */
    boolean isKnown(String etag) {
        if (!ifMatch.isEmpty() && !ifMatch.contains(ANY) && !ifMatch.contains(etag)) {
            throw Problems.problem(
                            Response.Status.PRECONDITION_FAILED,
                            "condition-failed",
                            "What is to be seen here is another.")
                    .build();
        }
        return ifNoneMatch.contains(ANY) || ifNoneMatch.contains(etag) || ifNoneMatch.contains(WEAK + etag);
    }
}
