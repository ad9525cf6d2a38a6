package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.replica.Feed;
import io.causalgrid.kv.core.replica.FeedRequest;
import io.causalgrid.kv.core.replica.Replica;
import io.causalgrid.kv.core.state.StatePoint;
import io.causalgrid.kv.service.site.Site;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One answer to one peer: a hello, then records as the peer's connection takes them, and a report twice a second. Belongs
 * to the connection's event loop.
 */
final class FeedStream {
    private static final long REPORT_INTERVAL_MILLIS = 500;

    private final Site site;
    private final HttpServerResponse response;
    private final Context context;
    private final int batchRecords;
    private final Consumer<FeedStream> onEnd;
    private @Nullable Feed feed;
    private long reportTimer = -1;
    private boolean ended;

    FeedStream(Site site, RoutingContext request, int batchRecords, Consumer<FeedStream> onEnd) {
        this.site = site;
        this.response = request.response();
        this.context = request.vertx().getOrCreateContext();
        this.batchRecords = batchRecords;
        this.onEnd = onEnd;
    }

    void start(FeedRequest request, Buffer hello) {
        response.setChunked(true).putHeader("Content-Type", "application/octet-stream");
        response.closeHandler(_ -> close());
        response.exceptionHandler(_ -> close());
        response.write(hello);
        report();
        reportTimer = context.owner().setPeriodic(REPORT_INTERVAL_MILLIS, _ -> report());
        site.openFeed(request, task -> context.runOnContext(_ -> task.run()), this::send)
                .subscribe()
                .with(opened -> context.runOnContext(_ -> begin(opened)));
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

    private void begin(Feed opened) {
        feed = opened;
        if (ended) {
            opened.close();
        } else {
            opened.request(batchRecords);
        }
    }

    private void send(List<byte[]> records) {
        if (ended) {
            return;
        }
        var frames = Buffer.buffer();
        records.forEach(bytes -> frames.appendBuffer(Frame.ofRecord(bytes)));
        if (frames.length() > 0) {
            response.write(frames);
        }
        if (response.writeQueueFull()) {
            response.drainHandler(_ -> requestMore());
        } else {
            requestMore();
        }
    }

    private void requestMore() {
        if (feed != null && !ended) {
            feed.request(batchRecords);
        }
    }

    private void report() {
        if (!ended && !response.writeQueueFull()) { // a slow peer gets records first
            site.ask(FeedStream::reportOf).subscribe().with(report -> context.runOnContext(_ -> write(report)));
        }
    }

    private void write(SiteReport report) {
        if (!ended) {
            response.write(Frame.ofReport(report));
        }
    }

    private static SiteReport reportOf(Replica replica) {
        StatePoint point = replica.state().point();
        return new SiteReport(point.applied(), point.digest(), replica.bufferSize());
    }

    private void close() {
        if (ended) {
            return;
        }
        ended = true;
        context.owner().cancelTimer(reportTimer);
        if (feed != null) {
            feed.close();
        }
        onEnd.accept(this);
    }
}
