package io.causalgrid.grid.service.balancer;

import io.causalgrid.grid.core.balancing.SubstationBoard;
import io.causalgrid.grid.core.balancing.SubstationLoad;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** What a balancer counts. */
@Singleton
class BalancerMetrics {
    private static final String SUBSTATION = "substation";

    private final MeterRegistry registry;

    BalancerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void register(SubstationPeer peer, SubstationBoard board) {
        gauge(
                "grid.breaker.open",
                "1 while calls to the substation are not tried",
                peer,
                one -> one.isBreakerOpen() ? 1 : 0);
        gauge(
                "grid.substation.up",
                "1 if the substation answered when last asked",
                peer,
                one -> isUp(board, one) ? 1 : 0);
        for (AttemptOutcome outcome : AttemptOutcome.values()) {
            attempts(peer.id(), outcome);
        }
    }

    void attempted(String substation, AttemptOutcome outcome) {
        attempts(substation, outcome).increment();
    }

    private Counter attempts(String substation, AttemptOutcome outcome) {
        return Counter.builder("grid.route.attempts")
                .description("Requests to substations by how they ended")
                .tag(SUBSTATION, substation)
                .tag("outcome", outcome.label())
                .register(registry);
    }

    private void gauge(String name, String help, SubstationPeer peer, ToDoubleFunction<SubstationPeer> value) {
        Gauge.builder(name, peer, value)
                .description(help)
                .tag(SUBSTATION, peer.id())
                .strongReference(true)
                .register(registry);
    }

    private static boolean isUp(SubstationBoard board, SubstationPeer peer) {
        return board.loads().stream()
                .filter(load -> load.id().equals(peer.id()))
                .anyMatch(SubstationLoad::up);
    }
}
