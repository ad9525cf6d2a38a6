package io.causalgrid.kv.service.api;

import io.causalgrid.kv.service.session.Preferences;
import io.causalgrid.kv.service.session.SessionGate;
import io.causalgrid.kv.service.session.Stamp;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Keeps the session guarantees: a request that carries a causality token is handled only after this site has applied what
 * its client has seen, and every answer carries a token of what the client has seen with it. Also turns requests for data
 * away while the site catches up.
 */
class CausalityFilter {
    private static final int NOT_FOUND = 404;
    private static final int SERVER_ERROR = 500;

    private final SessionGate gate;
    private final Stamp stamp;

    CausalityFilter(SessionGate gate, Stamp stamp) {
        this.gate = gate;
        this.stamp = stamp;
    }

    @ServerRequestFilter
    Uni<Response> before(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = context.normalizedPath(); // the form by which it was routed
        String text = request.getHeader(SessionGate.TOKEN);
        Supplier<Duration> wait = () -> Preferences.wait(request.headers().getAll(Preferences.HEADER));
        Uni<Optional<HttpProblem>> refusal;
        if (isAboutData(path)) {
            refusal = gate.admit(text, wait);
        } else if (text != null) {
            refusal = gate.await(text, wait);
        } else {
            return Uni.createFrom().nullItem();
        }
        return refusal.map(why -> why.map(problem -> response(problem, path)).orElse(null));
    }

    @ServerResponseFilter
    void after(ContainerResponseContext response) {
        var head = response.getHeaders();
        if (!head.containsKey(SessionGate.TOKEN)) {
            head.putSingle(SessionGate.TOKEN, stamp.token());
        }
        head.putSingle(SessionGate.SERVED_BY, stamp.servedBy());
        if (isOfTheMoment(response.getStatus())) {
            head.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }

    /** Whether an answer with this status must not be kept by a cache: it may be another one in a moment. */
    static boolean isOfTheMoment(int status) {
        return status == NOT_FOUND || status >= SERVER_ERROR;
    }

    private static Response response(HttpProblem problem, String path) {
        return HttpProblem.builder(problem)
                .withInstance(URI.create(path))
                .build()
                .toResponse();
    }

    /** Watching a site catch up is the point of these two. */
    private static boolean isAboutData(String path) {
        return !path.startsWith("/v1/cluster") && !path.equals("/status");
    }
}
