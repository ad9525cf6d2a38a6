package io.causalgrid.kv.service.session;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.replica.TooManyWaitsException;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.replication.CatchUp;
import io.causalgrid.kv.service.replication.LinkStatus;
import io.causalgrid.kv.service.replication.LostWrites;
import io.causalgrid.kv.service.replication.PeerLinks;
import io.causalgrid.kv.service.site.Site;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets a client in when this site can serve it: not before it has caught up and applied what the client has seen. Any thread. */
@Singleton
public class SessionGate {
    /** The header with what a client has seen. */
    public static final String TOKEN = "Causality-Token";

    /** The header with the identity of the site that answers. */
    public static final String SERVED_BY = "Served-By";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER_CHANGE = Duration.ofSeconds(60);

    private final Site site;
    private final Tokens tokens;
    private final Cluster cluster;
    private final CatchUp catchUp;
    private final PeerLinks links;
    private final LostWrites lostWrites;

    SessionGate(Site site, Tokens tokens, Cluster cluster, CatchUp catchUp, PeerLinks links, LostWrites lostWrites) {
        this.site = site;
        this.tokens = tokens;
        this.cluster = cluster;
        this.catchUp = catchUp;
        this.links = links;
        this.lostWrites = lostWrites;
    }

    /**
     * Lets a client in, or says why not.
     *
     * @param text its token as it was sent, if it was
     * @param wait for how long the client waits for what it has seen
     */
    public Uni<Optional<HttpProblem>> admit(@Nullable String text, Supplier<Duration> wait) {
        Optional<HttpProblem> refusal = refusal();
        return refusal.isPresent() || text == null ? Uni.createFrom().item(refusal) : await(text, wait);
    }

    /** Waits until this site has applied what a client has seen; then says nothing, or why not. */
    public Uni<Optional<HttpProblem>> await(String text, Supplier<Duration> wait) {
        Optional<CausalityToken> seen = tokens.read(text);
        if (seen.isEmpty()) {
            return done(invalidToken());
        }
        return isOpenTo(seen.get()) ? Uni.createFrom().item(Optional.empty()) : await(text, seen.get(), wait.get());
    }

    /** Why it serves nobody now; nothing if it does. */
    public Optional<HttpProblem> refusal() {
        String name = cluster.selfName();
        return switch (catchUp.stage()) {
            case READY -> Optional.empty();
            case CATCHING_UP ->
                Optional.of(Problems.unavailable(
                                "catching-up",
                                name + " is still catching up."
                                        + catchUp.hindrance()
                                                .map(why -> " It cannot take what it lacks: " + why)
                                                .orElse(""),
                                RETRY_AFTER)
                        .build());
            case NOT_A_MEMBER ->
                Optional.of(Problems.unavailable(
                                "not-a-member", name + " is no member of its peers' cluster.", RETRY_AFTER_CHANGE)
                        .build());
            case REMOVED ->
                Optional.of(Problems.unavailable(
                                "not-a-member", name + " has been removed from the cluster.", RETRY_AFTER_CHANGE)
                        .build());
        };
    }

    /** What to say to one whose token was not written by this cluster. */
    public HttpProblem invalidToken() {
        return Problems.problem(
                        Response.Status.BAD_REQUEST, "invalid-token", "The causality token is not of this cluster.")
                .build();
    }

    /** Whether this site has applied all that the client has seen. */
    public boolean isOpenTo(CausalityToken seen) {
        return seen.test(site.point().applied());
    }

    /**
     * Waits until this site has applied all that the client has seen.
     *
     * @param text the token as the client sent it
     * @return nothing then; or why not, when the time is over
     */
    public Uni<Optional<HttpProblem>> await(String text, CausalityToken seen, Duration wait) {
        CompletableFuture<Void> reached = site.whenApplied(seen).orTimeout(wait.toMillis(), TimeUnit.MILLISECONDS);
        return Uni.createFrom()
                .completionStage(reached)
                .map(_ -> Optional.<HttpProblem>empty())
                .onFailure()
                .recoverWithUni(failure -> refusal(cause(failure), text, seen, wait));
    }

    private Uni<Optional<HttpProblem>> refusal(Throwable failure, String text, CausalityToken seen, Duration wait) {
        return switch (failure) {
            case TimeoutException _ -> behind(text, seen, wait);
            case TooManyWaitsException _ ->
                done(Problems.unavailable("overloaded", failure.getMessage() + ".", RETRY_AFTER)
                        .build());
            default -> Uni.createFrom().failure(failure);
        };
    }

    /** Says which writes are missing here and who has them; unless one of them is lost, which no wait can help. */
    private Uni<Optional<HttpProblem>> behind(String text, CausalityToken seen, Duration wait) {
        List<CausalityToken.Missing> missing = seen.missingFrom(site.point().applied());
        if (missing.isEmpty()) {
            return Uni.createFrom().item(Optional.empty()); // it has come at the last moment
        }
        HttpProblem behind = behindToken(text, seen, missing, wait);
        if (missing.stream().allMatch(this::isExpected)) {
            return done(behind);
        }
        return lostWrites
                .isLost((applied, self) -> missing.stream().anyMatch(each -> each.isExcludedBy(applied, self)))
                .map(lost -> Optional.of(lost ? writesLost() : behind));
    }

    /** Whether it is of a member that, as far as is known, still names its writes so. */
    private boolean isExpected(CausalityToken.Missing missing) {
        return links.statuses().stream()
                .flatMap(status -> status.peerSite().stream())
                .anyMatch(peer -> SiteFingerprints.of(peer) == missing.fingerprint());
    }

    private static HttpProblem writesLost() {
        return Problems.problem(
                        Response.Status.GONE,
                        "writes-lost",
                        "The token names a write that no member has and none can make any more: it was lost with a disk, with a"
                                + " crash in interval mode, or because a backup took the place of newer data. Begin a new session.")
                .build();
    }

    /** The client's token goes back to it: what it has seen is still more than this site could tell. */
    private HttpProblem behindToken(
            String text, CausalityToken seen, List<CausalityToken.Missing> missing, Duration wait) {
        return Problems.unavailable(
                        "behind-token",
                        cluster.selfName() + " has not applied all that the client has seen, after " + wait.toSeconds()
                                + " s.",
                        RETRY_AFTER)
                .with("missing", missing.stream().map(SessionGate::document).toList())
                .with("canServe", canServe(seen))
                .withHeader(TOKEN, text)
                .build();
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

    private static Uni<Optional<HttpProblem>> done(HttpProblem problem) {
        return Uni.createFrom().item(Optional.of(problem));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
