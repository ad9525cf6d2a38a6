package io.causalgrid.http.problems;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes problem documents (RFC 9457). A problem that a program may want to tell from others of the same status carries
 * a type {@code urn:causalgrid:problem:NAME}; all others have {@code about:blank}. The types are listed in
 * {@code docs/reference/problems.md}.
 */
public final class Problems {
    private static final URI BLANK = URI.create("about:blank");
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

    /** As {@link #problem(Response.Status, String, String)}, for a status that JAX-RS has no constant for. */
    public static HttpProblem.Builder problem(int status, String name, String detail) {
        return HttpProblem.builder()
                .withType(type(name))
                .withTitle(HttpResponseStatus.valueOf(status).reasonPhrase())
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

    /** A problem of which there is no more to say than its status and a detail; its type is {@code about:blank}. */
    public static HttpProblem untyped(int status, String detail) {
        return HttpProblem.builder()
                .withType(BLANK)
                .withTitle(HttpResponseStatus.valueOf(status).reasonPhrase())
                .withStatus(status)
                .withDetail(detail)
                .build();
    }

    /**
     * Answers a problem from a route of the Vert.x router, below Quarkus REST.
     *
     * @param name the last part of the type
     */
    public static void answer(RoutingContext context, int status, String name, String detail) {
        answer(context, problem(status, name, detail).build());
    }

    /** Answers a problem, with all its members and headers, from a route of the Vert.x router, below Quarkus REST. */
    public static void answer(RoutingContext context, HttpProblem problem) {
        if (context.response().headWritten()) {
            context.request().connection().close();
            return;
        }
        answer(context.response(), problem, context.request().path());
    }

    /** Answers a problem to a request that no router gets to see, as what it is about cannot be told. */
    public static void answer(HttpServerResponse response, HttpProblem problem) {
        answer(response, problem, null);
    }

    private static void answer(HttpServerResponse response, HttpProblem problem, @Nullable String instance) {
        var document = new JsonObject()
                .put("type", String.valueOf(problem.getType() == null ? BLANK : problem.getType()))
                .put("title", problem.getTitle())
                .put("status", problem.getStatusCode())
                .put("detail", problem.getDetail());
        if (instance != null) {
            document.put("instance", instance);
        }
        problem.getParameters().forEach(document::put);
        response.setStatusCode(problem.getStatusCode());
        problem.getHeaders().forEach((name, value) -> response.putHeader(name, String.valueOf(value)));
        response.putHeader(HttpHeaders.CONTENT_TYPE, HttpProblem.MEDIA_TYPE.toString())
                .end(document.encode());
    }

    static URI type(String name) {
        return URI.create(TYPE_PREFIX + name);
    }
}
