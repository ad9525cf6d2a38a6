package io.causalgrid.kv.service.session;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Answers a problem with all its members and headers from a route below Quarkus REST. */
public final class ProblemAnswer {
    private ProblemAnswer() {}

    /** Answers the request, whose head must not have been written. */
    public static void send(RoutingContext context, HttpProblem problem) {
        var document = new JsonObject()
                .put("type", String.valueOf(problem.getType()))
                .put("title", problem.getTitle())
                .put("status", problem.getStatusCode())
                .put("detail", problem.getDetail())
                .put("instance", context.request().path());
        problem.getParameters().forEach(document::put);
        var response = context.response().setStatusCode(problem.getStatusCode());
        problem.getHeaders().forEach((name, value) -> response.putHeader(name, String.valueOf(value)));
        var _ = response.putHeader(HttpHeaders.CONTENT_TYPE, HttpProblem.MEDIA_TYPE.toString())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(document.encode());
    }
}
