package io.causalgrid.http.problems;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Answers problems for what fails before or beside Quarkus REST: a body that announces more than
 * {@code quarkus.http.limits.max-body-size}, and any failure that reaches the Vert.x router.
 */
@ApplicationScoped
class EdgeProblems {
    /** Before the handler of Quarkus, which answers 413 without a body, at -2. */
    private static final int BEFORE_UPLOAD_LIMIT = -3;

    /** The statuses with which Vert.x itself refuses a request, and what we say of them. */
    private static final Map<Integer, String> STATUSES_OF_THE_EDGE = Map.of(
            400, "The request line or a header is malformed.",
            413, "The body is larger than this service accepts.",
            414, "The request target is too long.",
            431, "The request's headers are too large.");

    private final long bodyBytesMax;

    EdgeProblems(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize bodySizeMax) {
        this.bodyBytesMax = bodySizeMax.asLongValue();
    }

    void install(@Observes Router router) {
        router.route().order(BEFORE_UPLOAD_LIMIT).handler(this::refuseOversized);
        STATUSES_OF_THE_EDGE.forEach((status, detail) ->
                router.errorHandler(status, context -> Problems.answer(context, status, null, detail)));
    }

    private void refuseOversized(RoutingContext context) {
        String announced = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (announced != null && exceedsLimit(announced)) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            Problems.answer(context, 413, null, "The body may have at most " + bodyBytesMax + " bytes.");
        } else {
            context.next();
        }
    }

    private boolean exceedsLimit(String announced) {
        try {
            return Long.parseLong(announced) > bodyBytesMax;
        } catch (NumberFormatException e) {
            return true; // longer than a long, since the HTTP parser lets only digits through
        }
    }
}
