package io.causalgrid.http.edge;

import io.causalgrid.http.problems.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each request before it is routed. Refuses a path that has more than one meaning, a body that announces more than
 * {@code quarkus.http.limits.max-body-size} or is encoded in a way that nobody here decodes; and answers problems for any failure
 * that reaches the Vert.x router.
 */
@ApplicationScoped
class EdgeProblems {
    /** Before every other route, but those of Quarkus that are at the very beginning. */
    private static final int FIRST = Integer.MIN_VALUE + 10;

    private static final String IDENTITY = "identity";

    /** The statuses with which Vert.x itself refuses a request, and what we say of them. */
    private static final Map<Integer, String> STATUSES_OF_THE_EDGE = Map.of(
            400, "The request is malformed, or has no Host that is one.",
            413, "The body is larger than this service accepts.",
            414, "The request target is too long.",
            431, "The request's headers are too large.");

    private final long bodyBytesMax;
    private final List<String> freeBelow;
    private final Instance<AnswerHead> heads;

    /**
     * What it goes by.
     *
     * @param freeBelow the beginnings of paths below which a name may have slashes in it
     */
    EdgeProblems(
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize bodySizeMax,
            @ConfigProperty(name = "causalgrid.http.slashes-below", defaultValue = "/q/") List<String> freeBelow,
            Instance<AnswerHead> heads) {
        this.bodyBytesMax = bodySizeMax.asLongValue();
        this.freeBelow = List.copyOf(freeBelow);
        this.heads = heads;
    }

    void install(@Observes Router router) {
        router.route().order(FIRST).handler(this::look).failureHandler(this::fail);
    }

    private void look(RoutingContext context) {
        HttpServerRequest request = context.request();
        String ambiguous = RequestTarget.ambiguous(path(request), freeBelow);
        if (ambiguous != null) {
            refuse(context, Problems.invalidRequest(ambiguous));
        } else if (isOversized(request)) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            answer(context, Problems.untyped(413, "The body may have at most " + bodyBytesMax + " bytes."));
        } else if (isEncoded(request.getHeader(HttpHeaders.CONTENT_ENCODING))) {
            refuse(context, unknownEncoding());
        } else {
            context.next();
        }
    }

    /** Quarkus' own handler would log it, and show what it logs. */
    private void fail(RoutingContext context) {
        String detail = STATUSES_OF_THE_EDGE.get(context.statusCode());
        if (detail == null) {
            context.next();
        } else {
            answer(context, Problems.untyped(context.statusCode(), detail));
        }
    }

    /** The client gets to read the answer only when it has sent everything. */
    private void refuse(RoutingContext context, HttpProblem problem) {
        answer(context, problem);
        context.request().handler(_ -> {}).resume();
    }

    private void answer(RoutingContext context, HttpProblem problem) {
        heads.forEach(head -> head.putOn(context.response().headers()));
        Problems.answer(context, problem);
    }

    private static String path(HttpServerRequest request) {
        return Objects.requireNonNull(request.path(), "a request with a target");
    }

    private boolean isOversized(HttpServerRequest request) {
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return announced != null && Long.parseLong(announced) > bodyBytesMax;
        } catch (NumberFormatException e) {
            return true; // longer than a long, since the HTTP parser lets only digits through
        }
    }

    private static boolean isEncoded(@Nullable String encoding) {
        return encoding != null && !encoding.isBlank() && !encoding.trim().equalsIgnoreCase(IDENTITY);
    }

    /** With what a client could do instead (RFC 9110, 12.5.3). */
    private static HttpProblem unknownEncoding() {
        return Problems.problem(
                        415,
                        "content-encoded",
                        "A body with a Content-Encoding is not taken: how it is encoded would be lost. Nothing was done.")
                .withHeader(HttpHeaders.ACCEPT_ENCODING.toString(), IDENTITY)
                .build();
    }
}
