package io.causalgrid.kv.service.watch;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.membership.Membership;
import io.causalgrid.kv.core.replica.ReplicaObserver;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.session.Stamp;
import io.causalgrid.kv.service.site.SiteObservers;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Where clients ask to watch: an endless answer for each, as many as are allowed. A route of the Vert.x router, since
 * below Quarkus REST a connection says when it takes no more, and the bytes of an event can be shared by all.
 */
@Singleton
class WatchServer {
    private static final String PATH = "/v1/watch";
    private static final String ALLOWED = "GET, OPTIONS";

    private final KvConfig.Watch config;
    private final Stamp stamp;
    private final WatchTools tools;
    private final WatchAdmission admission;
    private final WatchRequests requests;
    private final WatchMetrics metrics;
    private final HttpWatch.Terms terms;
    private final Map<HttpWatch, Watch> watches = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    WatchServer(
            Cluster cluster,
            KvConfig config,
            Stamp stamp,
            WatchEngine engine,
            WatchAdmission admission,
            WatchRequests requests,
            WatchMetrics metrics,
            SiteObservers observers) {
        this.config = config.watch();
        this.stamp = stamp;
        this.tools = engine.tools();
        this.admission = admission;
        this.requests = requests;
        this.metrics = metrics;
        this.terms = new HttpWatch.Terms(
                new Outlet.Limits(
                        this.config.queueEvents(), this.config.queueSize().asLongValue()),
                metrics,
                new Semaphore(this.config.maxCompressed()));
        observers.add(new ReplicaObserver() {
            @Override
            public void membershipChanged(Membership membership) {
                if (membership.member(cluster.selfName()).isEmpty()) {
                    watches.values().forEach(watch -> watch.lost("This site has left the cluster."));
                }
            }
        });
    }

    void install(@Observes Router router) {
        router.get(PATH).handler(this::serve);
        router.options(PATH).handler(this::tellMethods);
        router.route(PATH).handler(this::refuseMethod);
    }

    /** The streams would otherwise hold the graceful shutdown up until its timeout. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
        watches.forEach(this::stop);
    }

    private void serve(RoutingContext context) {
        Optional<HttpProblem> refusal = stopping ? Optional.of(admission.stopping()) : admission.refusal();
        if (refusal.isPresent()) {
            refuse(context, refusal.get());
            return;
        }
        try {
            begin(context, requests.read(context.request()));
        } catch (HttpProblem problem) {
            refuse(context, problem);
        }
    }

    private void begin(RoutingContext context, WatchRequest request) {
        if (metrics.clients().incrementAndGet() > config.maxClients()) {
            metrics.clients().decrementAndGet();
            refuse(context, admission.tooMany(config.maxClients()));
            return;
        }
        var client = new HttpWatch(context, terms, this::stamp);
        var watch = new Watch(tools, request, client, reason -> ended(client, reason));
        watches.put(client, watch);
        client.attach(watch, config.heartbeat());
        if (stopping) { // perhaps too late to be told with the others
            stop(client, watch);
        }
        if (admission.isOpenTo(request)) {
            watch.start();
        } else {
            admission
                    .admit(request)
                    .subscribe()
                    .with(refusal -> client.execute(() -> refusal.ifPresentOrElse(watch::refuse, watch::start)));
        }
    }

    private void stop(HttpWatch client, Watch watch) {
        client.execute(() -> watch.stop(admission.stopping()));
    }

    private void ended(HttpWatch client, WatchEnd reason) {
        client.detach();
        watches.remove(client);
        metrics.clients().decrementAndGet();
        metrics.ended(reason);
    }

    private void tellMethods(RoutingContext context) {
        stamp(context.response());
        context.response()
                .setStatusCode(204)
                .putHeader(HttpHeaders.ALLOW, ALLOWED)
                .end();
    }

    private void refuseMethod(RoutingContext context) {
        context.response().putHeader(HttpHeaders.ALLOW, ALLOWED);
        refuse(context, Problems.untyped(405, "Changes are watched with GET."));
        context.request().handler(_ -> {}).resume();
    }

    private void refuse(RoutingContext context, HttpProblem problem) {
        stamp(context.response());
        Problems.answer(context, problem);
    }

    private void stamp(HttpServerResponse response) {
        stamp.putOn(response.headers());
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
