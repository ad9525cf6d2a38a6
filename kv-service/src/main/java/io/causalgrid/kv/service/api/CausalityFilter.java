package io.causalgrid.kv.service.api;

import io.causalgrid.kv.service.session.CausalityToken;
import io.causalgrid.kv.service.session.CausalityTokens;
import io.causalgrid.kv.service.session.Preferences;
import io.causalgrid.kv.service.session.SessionGate;
import io.causalgrid.kv.service.site.Site;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Keeps the session guarantees: a request that carries a causality token is handled only after this site has applied what
 * its client has seen, and every answer carries a token of what the client has seen with it. Also turns requests for data
 * away while the site catches up.
 */
class CausalityFilter {
    private final Site site;
    private final SessionGate gate;
    private final CausalityTokens tokens;

    CausalityFilter(Site site, SessionGate gate, CausalityTokens tokens) {
        this.site = site;
        this.gate = gate;
        this.tokens = tokens;
    }

    @ServerRequestFilter
    Uni<Response> before(ContainerRequestContext request) {
        String path = request.getUriInfo().getRequestUri().getRawPath();
        if (isAboutData(path)) {
            Optional<HttpProblem> refusal = gate.refusal();
            if (refusal.isPresent()) {
                return Uni.createFrom().item(response(refusal.get(), path));
            }
        }
        String text = request.getHeaderString(SessionGate.TOKEN);
        if (text == null) {
            return Uni.createFrom().nullItem();
        }
        Optional<CausalityToken> seen = tokens.read(text);
        if (seen.isEmpty()) {
            return Uni.createFrom().item(response(gate.invalidToken(), path));
        }
        if (gate.isOpenTo(seen.get())) {
            return Uni.createFrom().nullItem();
        }
        return gate.await(
                        text, seen.get(), Preferences.wait(request.getHeaders().get(Preferences.HEADER)))
                .map(refusal -> refusal.map(problem -> response(problem, path)).orElse(null));
    }

    @ServerResponseFilter
    void after(ContainerResponseContext response) {
        if (!response.getHeaders().containsKey(SessionGate.TOKEN)) {
            response.getHeaders().putSingle(SessionGate.TOKEN, tokens.write(site.shown()));
        }
        response.getHeaders().putSingle(SessionGate.SERVED_BY, site.self().toString());
        if (response.getStatus() >= 500 || response.getStatus() == 404) {
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        }
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
