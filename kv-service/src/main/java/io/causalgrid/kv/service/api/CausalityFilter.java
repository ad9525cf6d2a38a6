package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.replication.CatchUp;
import io.causalgrid.kv.service.replication.LinkStatus;
import io.causalgrid.kv.service.replication.LostWrites;
import io.causalgrid.kv.service.replication.PeerLinks;
import io.causalgrid.kv.service.site.Site;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Keeps the session guarantees: a request that carries a causality token is handled only after this site has applied what
 * its client has seen, and every answer carries a token of what the client has seen with it. Also turns requests for data
 * away while the site catches up.
 */
class CausalityFilter {
    static final String TOKEN = "Causality-Token";

    private static final String SERVED_BY = "Served-By";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER_CHANGE = Duration.ofSeconds(60);

    private final Site site;
    private final Cluster cluster;
    private final CatchUp catchUp;
    private final PeerLinks links;
    private final LostWrites lostWrites;
    private final CausalityTokens tokens;

    CausalityFilter(
            Site site,
            Cluster cluster,
            CatchUp catchUp,
            PeerLinks links,
            LostWrites lostWrites,
            CausalityTokens tokens) {
        this.site = site;
        this.cluster = cluster;
        this.catchUp = catchUp;
        this.links = links;
        this.lostWrites = lostWrites;
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
        if (seen.get().test(site.point().applied())) {
            return Uni.createFrom().nullItem();
        }
        return await(token, seen.get(), Preferences.wait(request.getHeaders().get(Preferences.HEADER)), path);
    }

    @ServerResponseFilter
    void after(ContainerResponseContext response) {
        if (!response.getHeaders().containsKey(TOKEN)) {
            response.getHeaders().putSingle(TOKEN, tokens.write(site.shown()));
        }
        response.getHeaders().putSingle(SERVED_BY, site.self().toString());
        if (response.getStatus() >= 500 || response.getStatus() == 404) {
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }

    private Uni<Response> await(String token, CausalityToken seen, Duration wait, String path) {
        CompletableFuture<Void> reached = site.whenApplied(seen).orTimeout(wait.toMillis(), TimeUnit.MILLISECONDS);
        return Uni.createFrom()
                .completionStage(reached)
                .map(_ -> (Response) null)
                .onFailure(TimeoutException.class)
                .recoverWithUni(() -> behind(token, seen, wait, path));
    }

    /** Says which writes are missing here and who has them; unless one of them is lost, which no wait can help. */
    private Uni<Response> behind(String token, CausalityToken seen, Duration wait, String path) {
        List<CausalityToken.Missing> missing = seen.missingFrom(site.point().applied());
        if (missing.isEmpty()) {
            return Uni.createFrom().nullItem(); // it has come at the last moment
        }
        if (missing.stream().allMatch(this::isExpected)) {
            return answer(behindToken(token, seen, missing, wait, path));
        }
        return lostWrites
                .isLost((applied, self) -> missing.stream().anyMatch(each -> each.isExcludedBy(applied, self)))
                .map(lost -> lost ? writesLost(path) : behindToken(token, seen, missing, wait, path));
    }

    /** Whether it is of a member that, as far as is known, still names its writes so. */
    private boolean isExpected(CausalityToken.Missing missing) {
        return links.statuses().stream()
                .flatMap(status -> status.peerSite().stream())
                .anyMatch(site -> SiteFingerprints.of(site) == missing.fingerprint());
    }

    private static Response writesLost(String path) {
        return Problems.problem(
                        Response.Status.GONE,
                        "writes-lost",
                        "The token names a write that was lost with a crash, as interval mode allows. Begin a new session.")
                .withInstance(URI.create(path))
                .build()
                .toResponse();
    }

    /** The client's token goes back to it: what it has seen is still more than this site could tell. */
    private Response behindToken(
            String token, CausalityToken seen, List<CausalityToken.Missing> missing, Duration wait, String path) {
        return Problems.unavailable(
                        "behind-token",
                        site.self().name() + " has not applied all that the client has seen, after " + wait.toSeconds()
                                + " s.",
                        RETRY_AFTER)
                .with("missing", missing.stream().map(CausalityFilter::document).toList())
                .with("canServe", canServe(seen))
                .withHeader(TOKEN, token)
                .withInstance(URI.create(path))
                .build()
                .toResponse();
    }

    /** The members that have said that they have all of it. */
    private List<Map<String, String>> canServe(CausalityToken seen) {
        return cluster.peers().stream()
                .filter(peer -> links.status(peer.name())
                        .flatMap(LinkStatus::lastReport)
                        .filter(report -> seen.test(report.applied()))
                        .isPresent())
                .map(peer -> Map.of("name", peer.name(), "url", peer.url().toString()))
                .toList();
    }

    private static Map<String, Object> document(CausalityToken.Missing missing) {
        var document = new LinkedHashMap<String, Object>();
        document.put("site", missing.site().map(SiteId::toString).orElse(null));
        document.put("needed", missing.needed());
        document.put("applied", missing.applied());
        return document;
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
}
