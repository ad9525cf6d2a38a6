package io.causalgrid.kv.service.watch;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.session.SessionGate;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Whether this site can serve those who want to watch. Any thread. */
@Singleton
class WatchAdmission {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER_CROWD = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final SessionGate gate;

    WatchAdmission(Cluster cluster, SessionGate gate) {
        this.cluster = cluster;
        this.gate = gate;
    }

    /** Why it serves nobody now; nothing if it does. */
    Optional<HttpProblem> refusal() {
        return gate.refusal();
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

    /** Whether this site has applied what the request needs. */
    boolean isOpenTo(WatchRequest request) {
        return request.needed().map(needed -> gate.isOpenTo(needed.token())).orElse(true);
    }

    /** Waits until it has; then says nothing, or why not. */
    Uni<Optional<HttpProblem>> admit(WatchRequest request) {
        return request.needed()
                .map(needed -> gate.await(needed.text(), needed.token(), request.patience()))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }
}
