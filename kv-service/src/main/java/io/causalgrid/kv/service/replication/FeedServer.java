package io.causalgrid.kv.service.replication;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.replica.FeedRequest;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.site.Site;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
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
    private final Site site;
    private final Cluster cluster;
    private final KvConfig.Replication config;
    private final PeerProof proof;
    private final PeerAdmission admission;
    private final Map<String, FeedStream> streams = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    FeedServer(
            Site site,
            Cluster cluster,
            KvConfig config,
            PeerProof proof,
            PeerAdmission admission,
            LinkObservers observers) {
        this.site = site;
        this.cluster = cluster;
        this.config = config.replication();
        this.proof = proof;
        this.admission = admission;
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
        router.post(PATH).handler(PeerAdmission.smallBodies()).handler(this::serve);
    }

    /** The streams would otherwise hold the graceful shutdown up until its timeout. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
        streams.keySet().forEach(this::end);
    }

    private void serve(RoutingContext context) {
        var admitted = admission.admit(context, FeedRequest::decode);
        if (admitted.isEmpty()) {
            return;
        }
        FeedRequest request = admitted.get().request();
        if (stopping) {
            Problems.answer(context, 503, "stopping", cluster.selfName() + " is stopping.");
        } else if (admission.isWelcome(context, request.requester().name(), request.cursor())) {
            open(context, request, admitted.get().challenge());
        }
    }

    private void open(RoutingContext context, FeedRequest request, String challenge) {
        String peer = request.requester().name();
        var stream =
                new FeedStream(site, cluster, context, config.batchRecords(), ended -> streams.remove(peer, ended));
        FeedStream before = streams.put(peer, stream);
        if (before != null) {
            before.end();
        }
        LOG.debugf("Sending to %s", request.requester());
        stream.start(request, Frame.hello(site.self(), proof.answer(challenge, cluster.selfName())));
    }

    private void end(String peer) {
        FeedStream stream = streams.get(peer);
        if (stream != null) {
            stream.end();
        }
    }
}
