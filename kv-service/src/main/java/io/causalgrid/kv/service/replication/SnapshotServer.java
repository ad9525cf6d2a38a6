package io.causalgrid.kv.service.replication;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.state.StateException;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.site.Site;
import io.causalgrid.kv.service.storage.CheckpointReader;
import io.causalgrid.kv.service.storage.OutgoingSnapshots;
import io.causalgrid.kv.service.storage.SiteStorage;
import io.causalgrid.kv.service.storage.SnapshotChunk;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/**
 * Sends all data to a site that is too far behind for the log: from a copy of the state on disk, so that the site can go
 * on receiving after either side has been restarted, and writes go on meanwhile. A piece is read when the one before has
 * been sent.
 */
@Singleton
class SnapshotServer {
    /** Where peers ask. */
    static final String PATH = "/internal/v1/replication/snapshot";

    private static final Logger LOG = Logger.getLogger(SnapshotServer.class);
    private static final int CHUNK_BYTES = 256 * 1024;
    private static final long CLEARING_INTERVAL_MILLIS = 10_000;

    private final Site site;
    private final Cluster cluster;
    private final PeerProof proof;
    private final PeerAdmission admission;
    private final OutgoingSnapshots snapshots;
    private final Vertx vertx;
    private final long clearing;

    SnapshotServer(
            Site site,
            Cluster cluster,
            KvConfig config,
            PeerProof proof,
            PeerAdmission admission,
            SiteStorage storage,
            Vertx vertx) {
        this.site = site;
        this.cluster = cluster;
        this.proof = proof;
        this.admission = admission;
        this.snapshots = storage.outgoing();
        this.vertx = vertx;
        var timeout = config.replication().snapshotTimeout();
        this.clearing = vertx.setPeriodic(
                CLEARING_INTERVAL_MILLIS, _ -> Thread.startVirtualThread(() -> snapshots.deleteUnused(timeout)));
    }

    void install(@Observes Router router) {
        router.post(PATH).handler(PeerAdmission.smallBodies()).handler(this::serve);
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(clearing);
    }

    private void serve(RoutingContext context) {
        var admitted = admission.admit(context, SnapshotRequest::decode);
        if (admitted.isEmpty()) {
            return;
        }
        SnapshotRequest request = admitted.get().request();
        if (admission.isWelcome(context, request.requester().name(), request.applied())) {
            Buffer hello = Frame.hello(site.self(), proof.answer(admitted.get().challenge(), cluster.selfName()));
            Thread.startVirtualThread(() -> send(context, request, hello));
        }
    }

    private void send(RoutingContext context, SnapshotRequest request, Buffer hello) {
        HttpServerResponse response = context.response();
        try (var lease = snapshots.open(request.name())) {
            CheckpointReader reader = lease.reader();
            boolean goesOn = lease.name().equals(request.name()) && request.after() != null;
            LOG.infof(
                    "Sending snapshot %s with %d keys to %s%s",
                    lease.name(), reader.point().keys(), request.requester(), goesOn ? ", the rest of it" : "");
            response.setChunked(true).putHeader("Content-Type", "application/octet-stream");
            write(response, hello.appendBuffer(Frame.snapshotBegin(lease.name(), reader.point())));
            Optional<String> after = goesOn ? Optional.ofNullable(request.after()) : Optional.empty();
            SnapshotChunk chunk = reader.chunk(after, CHUNK_BYTES);
            while (!chunk.isEmpty()) {
                write(response, Frame.snapshotPart(chunk));
                chunk = reader.chunk(chunk.lastKey(), CHUNK_BYTES);
            }
            write(response, Frame.snapshotEnd());
            response.end();
        } catch (StateException e) {
            LOG.warnf("The snapshot for %s cannot be read: %s", request.requester(), e.getMessage());
            if (response.headWritten()) {
                response.reset();
            } else {
                Problems.answer(context, 503, "snapshot-failed", "The snapshot cannot be read now.");
            }
        } catch (CompletionException e) {
            LOG.infof("%s has ended the connection while it received a snapshot", request.requester());
        }
    }

    /** Returns when the peer's connection has taken it. */
    private static void write(HttpServerResponse response, Buffer frame) {
        response.write(frame).toCompletionStage().toCompletableFuture().join();
    }
}
