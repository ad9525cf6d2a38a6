package io.causalgrid.http.problems;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;

/**
 * Makes problem documents (RFC 9457). A problem that a program may want to tell from others of the same status carries
 * a type {@code urn:causalgrid:problem:NAME}; all others have {@code about:blank}. The types are listed in
 * {@code docs/reference/problems.md}.
 */
public final class Problems {
    private static final String TYPE_PREFIX = "urn:causalgrid:problem:";

    private Problems() {}

    /**
     * Starts a problem with a type of its own; members and headers can be added before it is built.
     *
     * @param status the HTTP status to answer with
     * @param name the last part of the type, in kebab case, such as {@code catching-up}
     * @param detail what went wrong this time, for a person; never an internal of the service
     */
    public static HttpProblem.Builder problem(Response.Status status, String name, String detail) {
        return HttpProblem.builder()
                .withType(type(name))
                .withTitle(status.getReasonPhrase())
                .withStatus(status)
                .withDetail(detail);
    }

    /** A 503 that says when to try again; the header is in whole seconds, rounded up (RFC 9110, 10.2.3). */
    public static HttpProblem.Builder unavailable(String name, String detail, Duration retryAfter) {
        long seconds = Math.max(1, (retryAfter.toMillis() + 999) / 1000);
        return problem(Response.Status.SERVICE_UNAVAILABLE, name, detail).withHeader("Retry-After", seconds);
    }

    /** A 400 with the type {@code invalid-request}. */
    public static HttpProblem invalidRequest(String detail) {
        return problem(Response.Status.BAD_REQUEST, "invalid-request", detail).build();
    }

    static URI type(String name) {
        return URI.create(TYPE_PREFIX + name);
    }
}
