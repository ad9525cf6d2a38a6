package io.causalgrid.grid.service.balancer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.causalgrid.grid.core.balancing.BalancingPolicy;
import io.causalgrid.grid.core.balancing.LeastLoaded;
import io.causalgrid.grid.core.balancing.PowerOfTwoChoices;
import io.causalgrid.grid.core.balancing.SubstationBoard;
import io.causalgrid.grid.service.config.Addresses;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.service.config.Role;
import io.causalgrid.grid.service.config.Roles;
import io.causalgrid.grid.service.peer.Peer;
import io.causalgrid.grid.service.peer.PeerHttp;
import io.causalgrid.grid.service.wire.SubstationView;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The balancer of this process, if it has that role. */
@Singleton
public class Balancer {
    /** What is there once the server listens and the role is on. */
    private record Parts(SubstationBoard board, Map<String, SubstationPeer> peers, Router router) {}

    private static final RouteOutcome UNKNOWN = new RouteOutcome.InDoubt(List.of());

    private final GridConfig.BalancerConfig config;
    private final Roles roles;
    private final Addresses addresses;
    private final PeerHttp http;
    private final ObjectMapper mapper;
    private final BalancerMetrics metrics;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Flights flights;
    private final List<LoadPoller> pollers = new ArrayList<>();
    private @Nullable Parts parts;

    Balancer(
            GridConfig config,
            Roles roles,
            Addresses addresses,
            PeerHttp http,
            ObjectMapper mapper,
            BalancerMetrics metrics,
            InstantSource clock,
            RandomGenerator random) {
        this.config = config.balancer();
        this.roles = roles;
        this.addresses = addresses;
        this.http = http;
        this.mapper = mapper;
        this.metrics = metrics;
        this.clock = clock;
        this.random = random;
        this.flights = new Flights(this.config.requestsMax());
    }

    void start(@Observes StartupEvent event) {
        if (roles.has(Role.BALANCER) && addresses.areKnown()) {
            parts();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        Parts running = parts;
        if (running != null) {
            pollers.forEach(LoadPoller::stop);
        }
    }

    /** Finds a place for the request, or says why there is none; takes at most the configured deadline. */
    public CompletionStage<RouteOutcome> route(RouteRequest request) {
        return switch (flights.begin(request)) {
            case Flights.Turn.Reused() -> CompletableFuture.completedStage(new RouteOutcome.KeyReused());
            case Flights.Turn.Full() -> CompletableFuture.completedStage(new RouteOutcome.Overloaded());
            case Flights.Turn.Theirs(var outcome) ->
                outcome.copy().completeOnTimeout(UNKNOWN, config.deadline().toMillis(), TimeUnit.MILLISECONDS);
            case Flights.Turn.Yours(var promise) ->
                CompletableFuture.completedStage(request)
                        .thenCompose(mine -> parts().router().route(mine))
                        .whenComplete(
                                (outcome, _) -> flights.finish(request, promise, outcome == null ? UNKNOWN : outcome));
        };
    }

    /** The substations as it sees them, in configured order. */
    public List<SubstationView> substations() {
        Parts running = parts();
        return running.board().loads().stream()
                .map(load -> {
                    SubstationPeer peer = running.peers().get(load.id());
                    return SubstationView.of(peer == null ? "" : peer.url(), load);
                })
                .toList();
    }

    /** Made when first needed if an address is this process's own, which is known only once the server listens. */
    private synchronized Parts parts() {
        Parts ready = parts;
        if (ready == null) {
            ready = connect();
            parts = ready;
        }
        return ready;
    }

    private Parts connect() {
        Map<String, SubstationPeer> peers = new LinkedHashMap<>();
        var settings = new Peer.Settings(config.attemptTimeout(), config.breaker(), SubstationPeer::isHealthy);
        addresses.substations().forEach((id, urls) -> {
            List<Peer> owners =
                    urls.stream().map(url -> new Peer(url, http, settings)).toList();
            peers.put(id, new SubstationPeer(id, owners, mapper));
        });
        var board = new SubstationBoard(List.copyOf(peers.keySet()), policy());
        var periods = new LoadPoller.Periods(config.pollPeriod(), config.downPollPeriod(), config.pollTimeout());
        for (SubstationPeer peer : peers.values()) {
            metrics.register(peer, board);
            var poller = new LoadPoller(peer, board, periods);
            poller.start();
            pollers.add(poller);
        }
        return new Parts(
                board, peers, new Router(board, peers, new Router.Surroundings(config, metrics, clock, random)));
    }

    private BalancingPolicy policy() {
        return config.policy().equals("power-of-two-choices") ? new PowerOfTwoChoices(random) : new LeastLoaded();
    }
}
