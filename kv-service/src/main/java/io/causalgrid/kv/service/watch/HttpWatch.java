package io.causalgrid.kv.service.watch;

import io.causalgrid.http.compression.AcceptedEncodings;
import io.causalgrid.http.problems.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client's connection. */
final class HttpWatch implements Client {
    private static final long GOODBYE_MILLIS = 5_000;

    private final RoutingContext request;
    private final HttpServerResponse response;
    private final Context context;
    private final Terms terms;
    private final Consumer<HttpServerResponse> stamp;
    private @Nullable CompressedEvents compressed;
    private long ticks = -1;

    /**
     * What holds for all clients.
     *
     * @param compressors permits to compress; without one events are sent as they are
     */
    record Terms(Outlet.Limits limits, WatchMetrics metrics, Semaphore compressors) {}

    /** @param stamp puts on the answer what every answer bears */
    HttpWatch(RoutingContext request, Terms terms, Consumer<HttpServerResponse> stamp) {
        this.request = request;
        this.terms = terms;
        this.stamp = stamp;
        this.response = request.response();
        this.context = request.vertx().getOrCreateContext();
    }

    /** Tells the watch when the client goes, and when time has passed. */
    void attach(Watch watch, Duration heartbeat) {
        response.closeHandler(_ -> gone(watch));
        response.exceptionHandler(_ -> gone(watch));
        ticks = vertx().setPeriodic(heartbeat.toMillis(), _ -> {
            if (response.closed()) { // it may have gone before anybody listened
                gone(watch);
            } else {
                watch.tick();
            }
        });
    }

    /** No time passes any more. */
    void detach() {
        vertx().cancelTimer(ticks);
    }

    @Override
    public void execute(Runnable task) {
        context.runOnContext(_ -> task.run());
    }

    @Override
    public Outlet open() {
        stamp.accept(response);
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (AcceptedEncodings.isGzipWanted(request.request()) && terms.compressors.tryAcquire()) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, AcceptedEncodings.GZIP);
            compressed = new CompressedEvents(terms.compressors);
        }
        return new Outlet(response, compressed == null ? List::of : compressed::write, terms.limits, terms.metrics);
    }

    @Override
    public void refuse(HttpProblem problem) {
        if (!response.closed()) {
            stamp.accept(response);
            Problems.answer(request, problem);
        }
    }

    @Override
    public void close() {
        if (response.closed() || response.ended()) {
            release();
            return;
        }
        long deadline = vertx().setTimer(
                        GOODBYE_MILLIS, _ -> request.request().connection().close());
        Future<Void> end = compressed == null ? response.end() : response.end(compressed.finish());
        var _ = end.onComplete(_ -> vertx().cancelTimer(deadline));
    }

    private void gone(Watch watch) {
        watch.gone();
        release();
    }

    private void release() {
        if (compressed != null) {
            compressed.end();
        }
    }

    private Vertx vertx() {
        return context.owner();
    }
}
