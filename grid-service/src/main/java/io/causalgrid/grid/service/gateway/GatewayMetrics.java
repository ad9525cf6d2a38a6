package io.causalgrid.grid.service.gateway;

import io.causalgrid.grid.service.peer.Peer;
import io.causalgrid.grid.service.peer.Reply;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;

/** What a gateway counts. */
@Singleton
class GatewayMetrics {
    private static final String BALANCER = "balancer";
    private static final List<String> OUTCOMES =
            List.of("accepted", "refused", "rejected", "failed", "unreachable", "timeout", "breaker-open");

    private final MeterRegistry registry;

    GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void register(Peer balancer) {
        Gauge.builder("grid.gateway.breaker.open", balancer, peer -> peer.isBreakerOpen() ? 1 : 0)
                .description("1 while calls to the balancer are not tried")
                .tag(BALANCER, balancer.url().toString())
                .strongReference(true)
                .register(registry);
        OUTCOMES.forEach(outcome -> attempts(balancer, outcome));
    }

    void attempted(Peer balancer, Reply reply) {
        attempts(
                        balancer,
                        switch (reply) {
                            case Reply.Answered answer when answer.isSuccess() -> "accepted";
                            case Reply.Answered answer when answer.status() == 503 -> "refused";
                            case Reply.Answered answer when answer.status() < 500 -> "rejected";
                            case Reply.Answered _ -> "failed";
                            case Reply.NotSent _ -> "unreachable";
                            case Reply.Lost lost -> lost.timedOut() ? "timeout" : "unreachable";
                            case Reply.BreakerOpen() -> "breaker-open";
                        })
                .increment();
    }

    private Counter attempts(Peer balancer, String outcome) {
        return Counter.builder("grid.gateway.attempts")
                .description("Requests to balancers by how they ended")
                .tag(BALANCER, balancer.url().toString())
                .tag("outcome", outcome)
                .register(registry);
    }
}
