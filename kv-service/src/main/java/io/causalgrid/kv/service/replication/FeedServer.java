package io.causalgrid.kv.service.replication;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.replica.FeedRequest;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.site.Site;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The serving end of replication: an endless chunked answer of frames to each peer that asks and proves that it belongs
 * to the cluster. A peer has one stream; a new one ends the one before.
 */
@Singleton
public class FeedServer {
    /** Where peers ask. */
    static final String PATH = "/internal/v1/replication/stream";

    private static final Logger LOG = Logger.getLogger(FeedServer.class);
    private static final long REQUEST_BYTES_MAX = 64 * 1024;

    private final Site site;
    private final Cluster cluster;
    private final KvConfig.Replication config;
    private final PeerProof proof;
    private final PeerLinks links;
    private final Map<String, FeedStream> streams = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    FeedServer(Site site, Cluster cluster, KvConfig config, PeerProof proof, PeerLinks links, LinkObservers observers) {
        this.site = site;
        this.cluster = cluster;
        this.config = config.replication();
        this.proof = proof;
        this.links = links;
        observers.add(new LinkObserver() {
            @Override
            public void changed(LinkStatus status) {
                if (status.fault().cut()) {
                    end(status.peer());
                }
            }
        });
    }

    void install(@Observes Router router) {
        router.post(PATH)
                .handler(BodyHandler.create(false).setBodyLimit(REQUEST_BYTES_MAX))
                .handler(this::serve);
    }

    /** The streams would otherwise hold the graceful shutdown up until its timeout. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
        streams.keySet().forEach(this::end);
    }

    private void serve(RoutingContext context) {
        byte[] body = context.body().buffer() == null
                ? new byte[0]
                : context.body().buffer().getBytes();
        String header = context.request().getHeader(PeerProof.HEADER);
        var challenge = proof.checkRequest(header == null ? "" : header, body);
        if (challenge.isEmpty()) {
            Problems.answer(context, 401, "not-a-peer", "Only members that know the cluster's secret may replicate.");
            return;
        }
        FeedRequest request;
        try {
            request = FeedRequest.decode(body);
        } catch (CorruptRecordException e) {
            Problems.answer(context, 400, "invalid-request", "The body is not a feed request.");
            return;
        }
        String peer = request.requester().name();
        var link = links.status(peer);
        if (stopping) {
            Problems.answer(context, 503, "stopping", cluster.self().name() + " is stopping.");
        } else if (link.isEmpty()) {
            Problems.answer(
                    context,
                    403,
                    "not-a-member",
                    "'" + peer + "' is no peer of " + cluster.self().name() + ".");
        } else if (link.get().fault().cut()) {
            Problems.answer(context, 503, "link-cut", "The link to " + peer + " is cut on purpose.");
        } else {
            open(
                    context,
                    request,
                    Frame.hello(
                            site.self(),
                            proof.answer(challenge.get(), site.self().name())));
        }
    }

    private void open(RoutingContext context, FeedRequest request, Buffer hello) {
        String peer = request.requester().name();
        var stream = new FeedStream(site, context, config.batchRecords(), ended -> streams.remove(peer, ended));
        FeedStream before = streams.put(peer, stream);
        if (before != null) {
            before.end();
        }
        LOG.debugf("Sending to %s", request.requester());
        stream.start(request, hello);
    }

    private void end(String peer) {
        FeedStream stream = streams.get(peer);
        if (stream != null) {
            stream.end();
        }
    }
}
