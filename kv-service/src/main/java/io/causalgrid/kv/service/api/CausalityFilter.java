package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.service.replication.CatchUp;
import io.causalgrid.kv.service.site.Site;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the session guarantees: a request that carries a causality token is handled only after this site has applied what
 * its client has seen, and every answer carries a token of what the client has seen with it. Also turns requests for data
 * away while the site catches up.
 */
class CausalityFilter {
    static final String TOKEN = "Causality-Token";

    private static final String PREFER = "Prefer";
    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait=(\\d{1,5})(?:$|[,;\\s])");
    private static final long WAIT_SECONDS_DEFAULT = 1;
    private static final long WAIT_SECONDS_MAX = 30;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER_CHANGE = Duration.ofSeconds(60);

    private final Site site;
    private final CatchUp catchUp;
    private final CausalityTokens tokens;

    CausalityFilter(Site site, CatchUp catchUp, CausalityTokens tokens) {
        this.site = site;
        this.catchUp = catchUp;
        this.tokens = tokens;
    }

    @ServerRequestFilter
    Uni<Response> before(ContainerRequestContext request) {
        String path = request.getUriInfo().getRequestUri().getRawPath();
        CatchUp.Stage stage = catchUp.stage();
        if (stage != CatchUp.Stage.READY && isAboutData(path)) {
            return answer(unavailable(stage, path));
        }
        String token = request.getHeaderString(TOKEN);
        if (token == null) {
            return Uni.createFrom().nullItem();
        }
        var seen = tokens.read(token);
        if (seen.isEmpty()) {
            return answer(Problems.problem(
                            Response.Status.BAD_REQUEST, "invalid-token", "The causality token is not of this cluster.")
                    .withInstance(URI.create(path))
                    .build()
                    .toResponse());
        }
        if (site.point().applied().includes(seen.get())) {
            return Uni.createFrom().nullItem();
        }
        return await(seen.get(), waitSeconds(request.getHeaders().get(PREFER)), path);
    }

    @ServerResponseFilter
    void after(ContainerResponseContext response) {
        response.getHeaders().putSingle(TOKEN, tokens.write(site.point().applied()));
        if (response.getStatus() >= 500 || response.getStatus() == 404) {
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }

    private Uni<Response> await(VersionVector seen, long seconds, String path) {
        CompletableFuture<Void> reached = site.whenApplied(seen).orTimeout(seconds, TimeUnit.SECONDS);
        return Uni.createFrom()
                .completionStage(reached)
                .map(_ -> (Response) null)
                .onFailure(TimeoutException.class)
                .recoverWithItem(() -> behind(seen, seconds, path));
    }

    private Response behind(VersionVector seen, long seconds, String path) {
        List<String> missing = site.point().applied().behindOn(seen).stream()
                .map(SiteId::toString)
                .toList();
        return Problems.unavailable(
                        "behind-token",
                        site.self().name() + " has not applied all that the client has seen, after " + seconds + " s.",
                        RETRY_AFTER)
                .with("missing", missing)
                .withInstance(URI.create(path))
                .build()
                .toResponse();
    }

    private Response unavailable(CatchUp.Stage stage, String path) {
        String name = site.self().name();
        var problem =
                switch (stage) {
                    case READY, CATCHING_UP ->
                        Problems.unavailable("catching-up", name + " is still catching up.", RETRY_AFTER);
                    case NOT_A_MEMBER ->
                        Problems.unavailable(
                                "not-a-member", name + " is no member of its peers' cluster.", RETRY_AFTER_CHANGE);
                    case REMOVED ->
                        Problems.unavailable(
                                "not-a-member", name + " has been removed from the cluster.", RETRY_AFTER_CHANGE);
                };
        return problem.withInstance(URI.create(path)).build().toResponse();
    }

    private static Uni<Response> answer(Response response) {
        return Uni.createFrom().item(response);
    }

    /** Watching a site catch up is the point of these two. */
    private static boolean isAboutData(String path) {
        return !path.startsWith("/v1/cluster") && !path.equals("/status");
    }

    /** {@code Prefer: wait=SECONDS} (RFC 7240, 4.3); what cannot be read is ignored, as the RFC asks. */
    private static long waitSeconds(@Nullable List<String> preferences) {
        if (preferences == null) {
            return WAIT_SECONDS_DEFAULT;
        }
        Matcher matcher = WAIT.matcher(String.join(",", preferences));
        return matcher.find() ? Math.min(WAIT_SECONDS_MAX, Long.parseLong(matcher.group(1))) : WAIT_SECONDS_DEFAULT;
    }
}
