package io.causalgrid.kv.service.watch;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.service.config.KvConfig;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Consumer;

/** One client's connection. */
final class HttpWatch implements Client {
    private static final long GOODBYE_MILLIS = 5_000;

    private final RoutingContext request;
    private final HttpServerResponse response;
    private final Context context;
    private final Outlet outlet;
    private final Consumer<HttpServerResponse> stamp;
    private long ticks = -1;

    /** @param stamp puts on the answer what every answer bears */
    HttpWatch(RoutingContext request, KvConfig.Watch config, WatchMetrics metrics, Consumer<HttpServerResponse> stamp) {
        this.request = request;
        this.stamp = stamp;
        this.response = request.response();
        this.context = request.vertx().getOrCreateContext();
        var limits = new Outlet.Limits(config.queueEvents(), config.queueSize().asLongValue());
        this.outlet = new Outlet(response, limits, metrics);
    }

    /** Tells the watch when the client goes, and when time has passed. */
    void attach(Watch watch, Duration heartbeat) {
        response.closeHandler(_ -> watch.gone());
        response.exceptionHandler(_ -> watch.gone());
        ticks = vertx().setPeriodic(heartbeat.toMillis(), _ -> {
            if (response.closed()) { // it may have gone before anybody listened
                watch.gone();
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
        response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream");
        return outlet;
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
            return;
        }
        long deadline = vertx().setTimer(
                        GOODBYE_MILLIS, _ -> request.request().connection().close());
        var _ = response.end().onComplete(_ -> vertx().cancelTimer(deadline));
    }

    private Vertx vertx() {
        return context.owner();
    }
}
