package io.causalgrid.kv.service.replication;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.replica.Feed;
import io.causalgrid.kv.core.replica.FeedRequest;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.site.Site;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One answer to one peer: a hello, then records as the peer's connection takes them, and a report twice a second. Belongs
 * to the connection's event loop.
 */
final class FeedStream implements Feed.Sink {
    private static final Logger LOG = Logger.getLogger(FeedStream.class);
    private static final long REPORT_INTERVAL_MILLIS = 500;
    private static final long PAUSE_MILLIS = 2;

    private final Site site;
    private final Cluster cluster;
    private final RoutingContext request;
    private final HttpServerResponse response;
    private final Context context;
    private final int batchRecords;
    private final Consumer<FeedStream> onEnd;
    private @Nullable Feed feed;
    private long reportTimer = -1;
    private long pauseTimer = -1;
    private boolean requested;
    private boolean ended;

    FeedStream(Site site, Cluster cluster, RoutingContext request, int batchRecords, Consumer<FeedStream> onEnd) {
        this.site = site;
        this.cluster = cluster;
        this.request = request;
        this.response = request.response();
        this.context = request.vertx().getOrCreateContext();
        this.batchRecords = batchRecords;
        this.onEnd = onEnd;
    }

    void start(FeedRequest asked, Buffer hello) {
        response.closeHandler(_ -> close());
        response.exceptionHandler(_ -> close());
        site.openFeed(asked, task -> context.runOnContext(_ -> task.run()), this)
                .subscribe()
                .with(opened -> context.runOnContext(_ -> begin(opened, hello)));
    }

    /** Ends the answer from this side, and properly, or a graceful shutdown would wait for it; any thread. */
    void end() {
        context.runOnContext(_ -> {
            if (!ended) {
                close();
                response.end();
            }
        });
    }

    @Override
    public void ended(RuntimeException cause) {
        LOG.infof("The stream to a peer ends: %s", cause.getMessage());
        end();
    }

    private void begin(Optional<Feed> opened, Buffer hello) {
        if (ended) {
            opened.ifPresent(Feed::close);
        } else if (opened.isEmpty()) {
            close();
            Problems.answer(
                    request, 410, "snapshot-needed", "The log no longer has all that is asked for; take a snapshot.");
        } else {
            feed = opened.get();
            response.setChunked(true).putHeader("Content-Type", "application/octet-stream");
            response.drainHandler(_ -> requestMore());
            response.write(hello);
            report();
            reportTimer = context.owner().setPeriodic(REPORT_INTERVAL_MILLIS, _ -> report());
            requestMore();
        }
    }

    @Override
    public void accept(List<byte[]> records) {
        if (ended) {
            return;
        }
        requested = false;
        response.write(Frame.ofRecords(records));
        if (records.size() < batchRecords) {
            pauseTimer = context.owner().setTimer(PAUSE_MILLIS, _ -> resume());
        } else {
            requestMore();
        }
    }

    private void resume() {
        pauseTimer = -1;
        requestMore();
    }

    /** Unless the connection is full; it may drain at any moment, also while it is written to. */
    private void requestMore() {
        if (feed != null && !ended && !requested && pauseTimer == -1 && !response.writeQueueFull()) {
            requested = true;
            feed.request(batchRecords);
        }
    }

    private void report() {
        if (!ended && !response.writeQueueFull()) { // a slow peer gets records first
            site.standing()
                    .subscribe()
                    .with(
                            standing -> context.runOnContext(_ -> write(SiteReport.of(standing, cluster.isMember()))),
                            failure -> LOG.debug("nothing to report", failure));
        }
    }

    private void write(SiteReport report) {
        if (!ended) {
            response.write(Frame.ofReport(report));
        }
    }

    private void close() {
        if (ended) {
            return;
        }
        ended = true;
        context.owner().cancelTimer(reportTimer);
        context.owner().cancelTimer(pauseTimer);
        if (feed != null) {
            feed.close();
        }
        onEnd.accept(this);
    }
}
