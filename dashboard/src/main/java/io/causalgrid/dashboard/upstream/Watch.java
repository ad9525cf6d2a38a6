package io.causalgrid.dashboard.upstream;

import io.causalgrid.dashboard.config.DashboardConfig;
import io.causalgrid.dashboard.config.NamedAddress;
import io.causalgrid.dashboard.config.Topology;
import io.causalgrid.dashboard.state.LiveState;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.resteasy.reactive.client.SseEvent;

/** Starts to watch every configured service when the dashboard starts, and stops when it stops. */
@Singleton
class Watch {
    /** The gateway's stream has a heartbeat every 15 s; two may be missed. */
    private static final Duration GATEWAY_SILENCE_MAX = Duration.ofSeconds(45);

    private final DashboardConfig config;
    private final Clients clients;
    private final GatewayPoll poll;
    private final EventSubscription.Retries retries;
    private final List<EventSubscription> subscriptions = new ArrayList<>();
    private long pollTimer;

    Watch(DashboardConfig config, Clients clients, GatewayPoll poll, Vertx vertx, RandomGenerator random) {
        this.config = config;
        this.clients = clients;
        this.poll = poll;
        this.retries = new EventSubscription.Retries(vertx, random);
    }

    void begin(
            @Observes StartupEvent started,
            Topology topology,
            LiveState live,
            Telemetry telemetry,
            InstantSource clock) {
        for (NamedAddress replica : topology.replicas()) {
            ReplicaApi api = clients.replica(replica.name()).orElseThrow();
            var listener = new ReplicaListener(replica.name(), live, telemetry, clock);
            watch(settings(replica.name(), config.upstream().silenceMax()), api::events, listener);
        }
        var listener = new GatewayListener(live, telemetry, clock);
        watch(settings(GatewayListener.SOURCE, GATEWAY_SILENCE_MAX), clients.gateway()::events, listener);
        poll.ask();
        pollTimer = retries.vertx().setPeriodic(config.upstream().pollInterval().toMillis(), timer -> poll.ask());
    }

    private void watch(
            EventSubscription.Settings settings,
            Supplier<Multi<SseEvent<String>>> opening,
            EventSubscription.Listener listener) {
        var subscription = new EventSubscription(settings, opening, listener, retries);
        subscriptions.add(subscription);
        subscription.start();
    }

    private EventSubscription.Settings settings(String name, Duration silenceMax) {
        var backoff = new Backoff(
                config.upstream().reconnectDelay(), config.upstream().reconnectDelayMax());
        return new EventSubscription.Settings(name, silenceMax, backoff);
    }

    void end(@Observes ShutdownEvent stopping) {
        retries.vertx().cancelTimer(pollTimer);
        subscriptions.forEach(EventSubscription::close);
    }
}
