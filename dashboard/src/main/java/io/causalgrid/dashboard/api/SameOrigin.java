package io.causalgrid.dashboard.api;

import io.causalgrid.http.problems.Problems;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a page of another origin makes a visitor's browser send. The dashboard has no log-in and no cookies, so
 * what protects it is that a browser says where a request comes from: {@code Sec-Fetch-Site}, and {@code Origin} for
 * browsers that do not send that. A request with neither does not come from a browser's page.
 */
class SameOrigin {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    /**
     * Lets a request through or refuses it.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 403 if the request comes from another origin
     */
    @ServerRequestFilter
    void check(HttpServerRequest request, HttpHeaders headers) {
        if (SAFE_METHODS.contains(request.method().name())) {
            return;
        }
        String site = headers.getHeaderString("Sec-Fetch-Site");
        String origin = headers.getHeaderString("Origin");
        boolean own = site != null ? site.equals("same-origin") : origin == null || isOwn(origin, request.authority());
        if (!own) {
            throw Problems.problem(
                            Response.Status.FORBIDDEN,
                            "foreign-origin",
                            "Forms are accepted from the dashboard's own page only.")
                    .build();
        }
    }

    private static boolean isOwn(String origin, @Nullable HostAndPort asked) {
        try {
            URI uri = URI.create(origin);
            return asked != null
                    && uri.getHost() != null
                    && uri.getHost()
                            .toLowerCase(Locale.ROOT)
                            .equals(asked.host().toLowerCase(Locale.ROOT))
                    && uri.getPort() == asked.port();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
