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
import io.causalgrid.grid.service.wire.Refusals;
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
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Passes requests on to the balancers, one after the other until one answers. Blocks, for virtual threads. */
@Singleton
public class Gateway {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int PAUSES_MAX = 5;
    private static final int ROUNDS_UNHEARD = 2;

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
    public RestResponse<RoutedAnswer> charge(@Nullable String givenKey, ChargeBody body) {
        body.order(clock.instant()); // refuses here what a balancer would refuse
        var progress = new Progress(
                givenKey == null ? Headers.newName(random) : givenKey,
                givenKey == null,
                write(body),
                clock.instant().plus(config.deadline()));
        do {
            Optional<RestResponse<RoutedAnswer>> answer = askAll(progress);
            if (answer.isPresent()) {
                return answer.get();
            }
        } while (isWorthAskingAgain(progress) && pause(progress));
        if (progress.last != null && progress.last.status() == 503) {
            throw Passed.problem(progress.last);
        }
        throw (progress.isInDoubt
                        ? Problems.unavailable(
                                Refusals.IN_DOUBT,
                                "No balancer answered in time; the vehicle may charge. Ask again with the same key.",
                                RETRY_AFTER)
                        : Problems.unavailable("no-balancer", "No balancer answered in time.", RETRY_AFTER))
                .build();
    }

    /** The progress of one request; confined to its thread. */
    private static final class Progress {
        final String key;
        final String json;
        final Instant deadline;
        boolean keyIsNew;
        /** A balancer may have placed it, and did not say so. */
        boolean isInDoubt;

        int rounds;
        Reply.@Nullable Answered last;

        Progress(String key, boolean keyIsNew, String json, Instant deadline) {
            this.key = key;
            this.keyIsNew = keyIsNew;
            this.json = json;
            this.deadline = deadline;
        }
    }

    /**
     * With one balancer, a single connection that failed must not be the end. If none could be reached, they are asked once
     * more; if an answer was lost, or says that it is not known what became of the request, for as long as there is time:
     * somebody will know, and our client could do no better than to ask again.
     */
    private static boolean isWorthAskingAgain(Progress progress) {
        return progress.last == null
                ? progress.isInDoubt || progress.rounds < ROUNDS_UNHEARD
                : progress.last.isProblem(Refusals.IN_DOUBT);
    }

    /** Asks one balancer after the other; empty if none has a word that counts. */
    private Optional<RestResponse<RoutedAnswer>> askAll(Progress progress) {
        progress.rounds++;
        for (Peer balancer : balancers.inOrderFor(progress.key)) {
            Duration left = Duration.between(clock.instant(), progress.deadline);
            if (!left.isPositive()) {
                break;
            }
            Reply reply = balancer.call(route(progress), left);
            metrics.attempted(balancer, reply);
            switch (reply) {
                case Reply.Answered answer
                when answer.isSuccess() -> {
                    return Optional.of(answer(answer));
                }
                case Reply.Answered answer
                when answer.status() < 500 || answer.isProblem(Refusals.NO_CAPACITY) -> throw Passed.problem(answer);
                case Reply.Answered answer -> {
                    progress.last = answer;
                    progress.isInDoubt |= answer.status() != 503; // it failed, perhaps after it had acted
                    progress.keyIsNew = false;
                }
                case Reply.Lost _ -> {
                    progress.isInDoubt = true;
                    progress.keyIsNew = false;
                }
                case Reply.NotSent _, Reply.BreakerOpen _ -> {}
            }
        }
        return Optional.empty();
    }

    /** Waits a little before all are asked again, the longer the more often; false if there is no time for that. */
    private boolean pause(Progress progress) {
        try {
            Duration pause = PAUSE.multipliedBy(Math.min(PAUSES_MAX, progress.rounds));
            Thread.sleep(pause.plusMillis(random.nextLong(pause.toMillis())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return clock.instant().isBefore(progress.deadline);
    }

    private RestResponse<RoutedAnswer> answer(Reply.Answered answer) {
        var response = RestResponse.ResponseBuilder.ok(read(answer, RoutedAnswer.class));
        answer.headers().forEach(response::header);
        return response.build();
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

    private static PeerCall route(Progress progress) {
        var headers =
                Map.of(Headers.IDEMPOTENCY_KEY, progress.key, Headers.KEY_IS_NEW, Boolean.toString(progress.keyIsNew));
        return new PeerCall(HttpMethod.POST, "/route", headers, progress.json, false);
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
