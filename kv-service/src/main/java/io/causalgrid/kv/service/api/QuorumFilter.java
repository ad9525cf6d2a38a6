package io.causalgrid.kv.service.api;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Puts {@link QuorumGate} before the resources of Quarkus REST. */
class QuorumFilter {
    private final QuorumGate gate;

    QuorumFilter(QuorumGate gate) {
        this.gate = gate;
    }

    @ServerRequestFilter
    @Nullable
    Response before(ContainerRequestContext context, HttpServerRequest request) {
        String asks = request.getHeader(QuorumGate.ASKS);
        if (asks == null) {
            return null;
        }
        Optional<HttpProblem> refusal = gate.refusal(asks);
        if (refusal.isPresent()) {
            return response(refusal.get(), request);
        }
        context.setProperty(QuorumGate.MEMBERS, gate.members());
        return null;
    }

    @ServerResponseFilter
    void after(ContainerRequestContext context, ContainerResponseContext response) {
        Object before = context.getProperty(QuorumGate.MEMBERS);
        if (before != null && before.equals(gate.members())) {
            response.getHeaders().putSingle(QuorumGate.MEMBERS, before);
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
