package io.causalgrid.grid.service.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.service.peer.Pause;
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
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Passes requests on to the balancers, one after the other until one answers. */
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
     * Has a vehicle charged. Without a key it makes one, so that its own repetitions are harmless too. Fails with {@link
     * io.quarkiverse.resteasy.problem.HttpProblem}: what the balancer said, or 503 if none answers in time.
     */
    public CompletionStage<RestResponse<RoutedAnswer>> charge(@Nullable String givenKey, ChargeBody body) {
        body.order(clock.instant()); // refuses here what a balancer would refuse
        return askAll(new Progress(
                givenKey == null ? Headers.newName(random) : givenKey,
                givenKey == null,
                write(body),
                clock.instant().plus(config.deadline())));
    }

    /** The progress of one request, of which one step is taken after the other. */
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

    /** Asks one balancer after the other, and all again as long as that is worth it. */
    private CompletionStage<RestResponse<RoutedAnswer>> askAll(Progress progress) {
        progress.rounds++;
        return askNext(progress, balancers.inOrderFor(progress.key).iterator())
                .thenCompose(
                        answer -> answer.isPresent() ? CompletableFuture.completedStage(answer.get()) : goOn(progress));
    }

    /** Waits a little before all are asked again, the longer the more often; fails if there is no time for that. */
    private CompletionStage<RestResponse<RoutedAnswer>> goOn(Progress progress) {
        Duration pause = PAUSE.multipliedBy(Math.min(PAUSES_MAX, progress.rounds));
        Duration varied = pause.plusMillis(random.nextLong(pause.toMillis()));
        return isWorthAskingAgain(progress) && clock.instant().plus(varied).isBefore(progress.deadline)
                ? Pause.of(varied).thenCompose(_ -> askAll(progress))
                : CompletableFuture.failedStage(problem(progress));
    }

    /** Asks those that are left; empty if none has a word that counts. */
    private CompletionStage<Optional<RestResponse<RoutedAnswer>>> askNext(Progress progress, Iterator<Peer> left) {
        Duration time = Duration.between(clock.instant(), progress.deadline);
        if (!left.hasNext() || !time.isPositive()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        Peer balancer = left.next();
        return balancer.ask(route(progress), time).thenCompose(reply -> {
            metrics.attempted(balancer, reply);
            Optional<RestResponse<RoutedAnswer>> answer = judge(progress, reply);
            return answer.isPresent() ? CompletableFuture.completedStage(answer) : askNext(progress, left);
        });
    }

    /** The answer to our client, or empty if another balancer may have a better one. */
    private Optional<RestResponse<RoutedAnswer>> judge(Progress progress, Reply reply) {
        return switch (reply) {
            case Reply.Answered answer when answer.isSuccess() -> Optional.of(answer(answer));
            case Reply.Answered answer
            when answer.status() < 500 || answer.isProblem(Refusals.NO_CAPACITY) -> throw Passed.problem(answer);
            case Reply.Answered answer -> {
                progress.last = answer;
                progress.isInDoubt |= answer.status() != 503; // it failed, perhaps after it had acted
                progress.keyIsNew = false;
                yield Optional.empty();
            }
            case Reply.Lost _ -> {
                progress.isInDoubt = true;
                progress.keyIsNew = false;
                yield Optional.empty();
            }
            case Reply.NotSent _, Reply.BreakerOpen _ -> Optional.empty();
        };
    }

    private static HttpProblem problem(Progress progress) {
        if (progress.last != null && progress.last.status() == 503) {
            return Passed.problem(progress.last);
        }
        return (progress.isInDoubt
                        ? Problems.unavailable(
                                Refusals.IN_DOUBT,
                                "No balancer answered in time; the vehicle may charge. Ask again with the same key.",
                                RETRY_AFTER)
                        : Problems.unavailable("no-balancer", "No balancer answered in time.", RETRY_AFTER))
                .build();
    }

    private RestResponse<RoutedAnswer> answer(Reply.Answered answer) {
        var response = RestResponse.ResponseBuilder.ok(read(answer, RoutedAnswer.class));
        answer.headers().forEach(response::header);
        return response.build();
    }

    /**
     * The substations as a balancer sees them. Blocks, for virtual threads.
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
