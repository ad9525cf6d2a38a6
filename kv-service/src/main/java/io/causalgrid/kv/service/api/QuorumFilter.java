package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.service.replication.Quorum;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Turns requests that count this site for a majority away while it may not be counted, and says among whom it was. Both looks at
 * the membership frame the answer: who answered under two memberships says neither.
 */
class QuorumFilter {
    private static final String ASKS = "Quorum";
    private static final String MEMBERS = "Quorum-Members";
    private static final String REQUIRED = "required";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Quorum quorum;

    QuorumFilter(Quorum quorum) {
        this.quorum = quorum;
    }

    @ServerRequestFilter
    @Nullable
    Response before(ContainerRequestContext context, HttpServerRequest request) {
        String asks = request.getHeader(ASKS);
        if (asks == null) {
            return null;
        }
        if (!asks.equals(REQUIRED)) {
            return response(
                    Problems.invalidRequest("The header Quorum can say 'required', and nothing else."), request);
        }
        Optional<String> hindrance = quorum.hindrance();
        if (hindrance.isPresent()) {
            return response(
                    Problems.unavailable("not-in-quorum", hindrance.get(), RETRY_AFTER)
                            .build(),
                    request);
        }
        context.setProperty(MEMBERS, quorum.members());
        return null;
    }

    @ServerResponseFilter
    void after(ContainerRequestContext context, ContainerResponseContext response) {
        Object before = context.getProperty(MEMBERS);
        if (before != null && before.equals(quorum.members())) {
            response.getHeaders().putSingle(MEMBERS, before);
        }
    }

    private static Response response(HttpProblem problem, HttpServerRequest request) {
        String path = Objects.requireNonNull(request.path(), "a request that was routed by its path");
        return HttpProblem.builder(problem)
                .withInstance(URI.create(path))
                .build()
                .toResponse();
    }
}
