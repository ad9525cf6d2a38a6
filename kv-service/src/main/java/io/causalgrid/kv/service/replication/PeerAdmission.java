package io.causalgrid.kv.service.replication;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.site.Site;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Who may ask this site for its data. Whoever may not has been answered when a method says so. */
@Singleton
class PeerAdmission {
    private static final long REQUEST_BYTES_MAX = 64 * 1024;

    private final Site site;
    private final Cluster cluster;
    private final PeerProof proof;
    private final PeerLinks links;

    /** A request whose sender has proved that it knows the cluster's secret. */
    record Admitted<T>(T request, String challenge) {}

    PeerAdmission(Site site, Cluster cluster, PeerProof proof, PeerLinks links) {
        this.site = site;
        this.cluster = cluster;
        this.proof = proof;
        this.links = links;
    }

    /** Reads a request's body into memory; nothing a peer asks is large. */
    static Handler<RoutingContext> smallBodies() {
        return BodyHandler.create(false).setBodyLimit(REQUEST_BYTES_MAX);
    }

    private void refuse(RoutingContext context, Optional<Duration> clockDifference) {
        clockDifference.ifPresentOrElse(
                behind -> Problems.answer(
                        context,
                        401,
                        "clocks-differ",
                        "The clock of %s is %d s %s of the one that asks; correct the one that is off."
                                .formatted(
                                        cluster.selfName(),
                                        behind.abs().toSeconds(),
                                        behind.isNegative() ? "behind" : "ahead")),
                () -> Problems.answer(
                        context,
                        401,
                        "not-a-peer",
                        "Only members of this cluster that know its secret may replicate."));
    }

    /** The request, if it comes from one who knows the secret and can be read; otherwise it is answered. */
    <T> Optional<Admitted<T>> admit(RoutingContext context, Function<byte[], T> decoder) {
        byte[] body = context.body().buffer() == null
                ? new byte[0]
                : context.body().buffer().getBytes();
        String header = context.request().getHeader(PeerProof.HEADER);
        var challenge = proof.checkRequest(header == null ? "" : header, body);
        if (challenge.isEmpty()) {
            refuse(context, proof.clockDifference(header == null ? "" : header, body));
            return Optional.empty();
        }
        try {
            return Optional.of(new Admitted<>(decoder.apply(body), challenge.get()));
        } catch (CorruptRecordException e) {
            Problems.answer(context, 400, "invalid-request", "The body is not what a peer asks: " + e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Whether a site of that name, which has applied that much, may have data; otherwise it is answered. One that was
     * removed may until it has learnt so.
     */
    boolean isWelcome(RoutingContext context, String peer, VersionVector applied) {
        boolean member = cluster.membership().member(peer).isPresent();
        boolean learnsOfItsRemoval = cluster.membership().knows(peer)
                && site.state().read(ReplicaState.SYSTEM_KEY).versions().stream()
                        .anyMatch(version -> !applied.contains(version.dot()));
        if (!member && !learnsOfItsRemoval) {
            Problems.answer(context, 403, "not-a-member", "'" + peer + "' is no peer of " + cluster.selfName() + ".");
            return false;
        }
        if (links.status(peer).map(status -> status.fault().cut()).orElse(false)) {
            Problems.answer(context, 503, "link-cut", "The link to " + peer + " is cut on purpose.");
            return false;
        }
        return true;
    }
}
