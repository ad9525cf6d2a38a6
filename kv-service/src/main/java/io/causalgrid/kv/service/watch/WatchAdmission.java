package io.causalgrid.kv.service.watch;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.replica.TooManyWaitsException;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.replication.CatchUp;
import io.causalgrid.kv.service.replication.LinkStatus;
import io.causalgrid.kv.service.replication.PeerLinks;
import io.causalgrid.kv.service.site.Site;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Whether this site can serve those who want to watch. Any thread. */
@Singleton
class WatchAdmission {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER_CHANGE = Duration.ofSeconds(60);
    private static final Duration RETRY_AFTER_CROWD = Duration.ofSeconds(10);

    private final Site site;
    private final Cluster cluster;
    private final CatchUp catchUp;
    private final PeerLinks links;

    WatchAdmission(Site site, Cluster cluster, CatchUp catchUp, PeerLinks links) {
        this.site = site;
        this.cluster = cluster;
        this.catchUp = catchUp;
        this.links = links;
    }

    /** Why it serves nobody now; nothing if it does. */
    Optional<HttpProblem> refusal() {
        String name = cluster.selfName();
        return switch (catchUp.stage()) {
            case READY -> Optional.empty();
            case CATCHING_UP ->
                Optional.of(Problems.unavailable("catching-up", name + " is still catching up.", RETRY_AFTER)
                        .build());
            case NOT_A_MEMBER, REMOVED ->
                Optional.of(
                        Problems.unavailable("not-a-member", name + " is no member of the cluster.", RETRY_AFTER_CHANGE)
                                .build());
        };
    }

    /** What to say to one client too many. */
    HttpProblem tooMany(int limit) {
        return Problems.unavailable("too-many-watchers", "Too many clients watch already.", RETRY_AFTER_CROWD)
                .with("limit", limit)
                .build();
    }

    /** What to say when this site stops. */
    HttpProblem stopping() {
        return Problems.unavailable("stopping", cluster.selfName() + " is stopping.", RETRY_AFTER)
                .build();
    }

    /** Completes when this site has applied what the request needs; exceptionally when it has not in the time given. */
    CompletionStage<Void> admit(WatchRequest request) {
        return site.whenApplied(request.needed()).orTimeout(request.patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What to say when {@link #admit} has failed. */
    HttpProblem behind(WatchRequest request, Throwable failure) {
        if (failure instanceof TooManyWaitsException) {
            return Problems.unavailable("overloaded", failure.getMessage() + ".", RETRY_AFTER)
                    .build();
        }
        VersionVector needed = request.needed();
        VersionVector applied = site.point().applied();
        List<Map<String, Object>> missing = applied.behindOn(needed).stream()
                .map(origin -> Map.<String, Object>of(
                        "site", origin.toString(), "needed", needed.get(origin), "applied", applied.get(origin)))
                .toList();
        return Problems.unavailable(
                        "behind-token",
                        cluster.selfName() + " has not applied all that the client has seen, after "
                                + request.patience().toSeconds() + " s.",
                        RETRY_AFTER)
                .with("missing", missing)
                .with("canServe", canServe(needed))
                .build();
    }

    private List<Map<String, String>> canServe(VersionVector needed) {
        return links.statuses().stream()
                .filter(status -> status.state() == LinkStatus.State.CONNECTED)
                .filter(status -> status.lastReport()
                        .filter(report -> report.applied().includes(needed))
                        .isPresent())
                .flatMap(status -> cluster.membership().member(status.peer()).stream())
                .map(WatchAdmission::address)
                .toList();
    }

    private static Map<String, String> address(Member member) {
        return Map.of("name", member.name(), "url", member.url().toString());
    }
}
