package io.causalgrid.grid.service.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.service.peer.Peer;
import io.causalgrid.grid.service.peer.PeerCall;
import io.causalgrid.grid.service.peer.Reply;
import io.causalgrid.grid.service.wire.ChargeBody;
import io.causalgrid.grid.service.wire.Headers;
import io.causalgrid.grid.service.wire.Passed;
import io.causalgrid.grid.service.wire.RoutedAnswer;
import io.causalgrid.grid.service.wire.SubstationView;
import io.causalgrid.http.problems.Problems;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Passes requests on to the balancers, one after the other until one answers. Blocks, for virtual threads. */
@Singleton
public class Gateway {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final GridConfig.GatewayConfig config;
    private final BalancerPeers balancers;
    private final GatewayMetrics metrics;
    private final ObjectMapper mapper;
    private final InstantSource clock;
    private final RandomGenerator random;

    Gateway(
            GridConfig config,
            BalancerPeers balancers,
            GatewayMetrics metrics,
            ObjectMapper mapper,
            InstantSource clock,
            RandomGenerator random) {
        this.config = config.gateway();
        this.balancers = balancers;
        this.metrics = metrics;
        this.mapper = mapper;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Has a vehicle charged. Without a key it makes one, so that its own repetitions are harmless too.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem what the balancer said, or 503 if none answers in time
     */
    public RoutedAnswer charge(@Nullable String givenKey, ChargeBody body) {
        body.order(clock.instant()); // refuses here what a balancer would refuse
        String key = givenKey == null ? Headers.newName(random) : givenKey;
        boolean keyIsNew = givenKey == null;
        String json = write(body);
        Instant deadline = clock.instant().plus(config.deadline());
        Reply.Answered last = null;
        for (Peer balancer : balancers.inOrderFor(key)) {
            Duration left = Duration.between(clock.instant(), deadline);
            if (!left.isPositive()) {
                break;
            }
            Reply reply = balancer.call(route(key, keyIsNew, json), left);
            metrics.attempted(balancer, reply);
            switch (reply) {
                case Reply.Answered answer
                when answer.isSuccess() -> {
                    return read(answer, RoutedAnswer.class);
                }
                case Reply.Answered answer
                when answer.status() < 500 || answer.isProblem("no-capacity") ->
                    throw Passed.problem(answer.status(), answer.json());
                case Reply.Answered answer -> {
                    last = answer;
                    keyIsNew = false;
                }
                case Reply.Lost _ -> keyIsNew = false; // that balancer may have placed it
                case Reply.NotSent _, Reply.BreakerOpen _ -> {}
            }
        }
        if (last != null && last.status() == 503) {
            throw Passed.problem(last.status(), last.json());
        }
        throw Problems.unavailable("no-balancer", "No balancer answered in time.", RETRY_AFTER)
                .build();
    }

    /**
     * The substations as a balancer sees them.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 503 if no balancer answers
     */
    public List<SubstationView> substations() {
        for (Peer balancer : balancers.all()) {
            Reply reply = balancer.call(PeerCall.get("/internal/v1/substations"), config.attemptTimeout());
            if (reply instanceof Reply.Answered answer && answer.isSuccess()) {
                return List.of(read(answer, SubstationView[].class));
            }
        }
        throw Problems.unavailable("no-balancer", "No balancer answers.", RETRY_AFTER)
                .build();
    }

    private static PeerCall route(String key, boolean keyIsNew, String json) {
        var headers = Map.of(Headers.IDEMPOTENCY_KEY, key, Headers.KEY_IS_NEW, Boolean.toString(keyIsNew));
        return new PeerCall(HttpMethod.POST, "/route", headers, json);
    }

    private String write(ChargeBody body) {
        try {
            return mapper.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T read(Reply.Answered answer, Class<T> type) {
        try {
            return mapper.treeToValue(answer.json(), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a balancer's answer is not what it should be", e);
        }
    }
}
