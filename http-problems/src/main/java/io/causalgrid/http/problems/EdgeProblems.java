package io.causalgrid.http.problems;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
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
        STATUSES_OF_THE_EDGE.forEach(
                (status, detail) -> router.errorHandler(status, context -> answer(context, status, detail)));
    }

    private void refuseOversized(RoutingContext context) {
        String announced = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (announced != null && exceedsLimit(announced)) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            answer(context, 413, "The body may have at most " + bodyBytesMax + " bytes.");
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

    private static void answer(RoutingContext context, int status, String detail) {
        if (context.response().headWritten()) {
            context.request().connection().close();
            return;
        }
        var problem = new JsonObject()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", detail)
                .put("instance", context.request().path());
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, HttpProblem.MEDIA_TYPE.toString())
                .end(problem.encode());
    }
}
