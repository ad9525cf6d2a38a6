package io.causalgrid.grid.service.balancer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.service.StubSubstation;
import io.causalgrid.grid.service.TwoStubs;
import io.causalgrid.grid.service.config.Addresses;
import io.causalgrid.grid.service.config.GridConfig;
import io.causalgrid.grid.service.config.Roles;
import io.causalgrid.grid.service.peer.Peer;
import io.causalgrid.grid.service.peer.PeerHttp;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two balancers with the same two stub substations; one of them may stall between choosing and sending. */
@QuarkusTest
@TestProfile(TwoBalancersTest.Impatient.class)
@QuarkusTestResource(value = TwoStubs.class, restrictToAnnotatedClass = true)
class TwoBalancersTest implements TwoStubs.User {
    /** Only the balancer role, with short times; the breakers stay out of it. */
    public static class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "causalgrid.grid.roles", "balancer",
                    "causalgrid.grid.balancer.attempt-timeout", "1s",
                    "causalgrid.grid.balancer.deadline", "5s",
                    "causalgrid.grid.balancer.poll-period", "50ms",
                    "causalgrid.grid.balancer.down-poll-period", "50ms",
                    "causalgrid.grid.balancer.breaker.window", "1000");
        }
    }

    /** An attempt's name is made between choosing and sending: there it stops, once, until the gate is opened. */
    private static final class Stalling implements RandomGenerator {
        private final RandomGenerator random = new SecureRandom();
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch gate = new CountDownLatch(1);

        @Override
        public long nextLong() {
            return random.nextLong();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            reached.countDown();
            try {
                if (!gate.await(20, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody opened the gate");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            random.nextBytes(bytes);
        }
    }

    @Inject
    @Nullable
    GridConfig config;

    @Inject
    @Nullable
    Roles roles;

    @Inject
    @Nullable
    Addresses addresses;

    @Inject
    @Nullable
    PeerHttp http;

    @Inject
    @Nullable
    ObjectMapper mapper;

    @Inject
    @Nullable
    BalancerMetrics metrics;

    private final Stalling stalling = new Stalling();
    private final List<Balancer> balancers = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String key = UUID.randomUUID().toString();

    private @Nullable StubSubstation first;
    private @Nullable StubSubstation second;

    @Override
    public void use(StubSubstation a, StubSubstation b) {
        this.first = a;
        this.second = b;
    }

    private StubSubstation a() {
        return requireNonNull(first);
    }

    private StubSubstation b() {
        return requireNonNull(second);
    }

    @BeforeEach
    void twoEmptySubstations() {
        a().liveAgain();
        b().liveAgain();
    }

    @AfterEach
    void stop() {
        a().answerNow();
        b().answerNow();
        stalling.gate.countDown();
        threads.close();
        balancers.forEach(balancer -> balancer.stop(new ShutdownEvent()));
    }

    @Test
    void aStalledAttemptFindsTheSessionThatAnotherBalancerHasMade() throws Exception {
        Future<RouteOutcome> late = stalled(7);

        var placed = (RouteOutcome.Routed) route(balancer(new SecureRandom()), request(7));
        stalling.gate.countDown();

        assertThat(late.get()).isEqualTo(placed);
        assertThat(a().sessions()).isEqualTo(1);
        assertThat(b().connectorsTaken()).isZero();
    }

    @Test
    void aStalledAttemptNeverEndsASessionElsewhere() throws Exception {
        Future<RouteOutcome> late = stalled(7);
        a().become(StubSubstation.Mood.FULL);
        var placed = (RouteOutcome.Routed) route(balancer(new SecureRandom()), request(7));
        assertThat(placed.url()).isEqualTo(b().url());

        a().become(StubSubstation.Mood.SILENT); // so that the late attempt times out there, too
        stalling.gate.countDown();

        var told = (RouteOutcome.Routed) late.get();
        assertThat(told.sessionId()).isEqualTo(placed.sessionId());
        assertThat(told.url()).isEqualTo(b().url());
        assertThat(told.status()).isEqualTo("charging");
        a().answerNow();
        assertThat(b().sessions()).isEqualTo(1);
        assertThat(a().connectorsTaken()).isZero();
    }

    @Test
    void whatStalledForTooLongIsNotSentAtAll() throws Exception {
        Future<RouteOutcome> late = stalled(7);

        await().pollDelay(Duration.ofMillis(4_970))
                .atMost(Duration.ofSeconds(20))
                .until(() -> true);
        stalling.gate.countDown();

        assertThat(late.get()).isInstanceOf(RouteOutcome.NotPlaced.class);
        assertThat(a().reservationsSeen() + b().reservationsSeen()).isZero();
    }

    @Test
    void aKeyThatItHasNotSeenIsNotTakenForAnotherOrder() {
        route(balancer(new SecureRandom()), request(7));

        assertThat(route(balancer(new SecureRandom()), request(8))).isEqualTo(new RouteOutcome.KeyReused());
        assertThat(a().connectorsTaken() + b().connectorsTaken()).isEqualTo(1);
    }

    @Test
    void manyRequestsWithOneKeyOverBothMakeOneSession() {
        var two = List.of(balancer(new SecureRandom()), balancer(new SecureRandom()));
        a().become(StubSubstation.Mood.SILENT);

        List<Future<RouteOutcome>> answers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Balancer balancer = two.get(i % 2);
            Callable<RouteOutcome> ask = () -> route(balancer, request(7));
            answers.add(threads.submit(ask));
        }

        assertThat(answers)
                .map(Future::get)
                .map(outcome -> ((RouteOutcome.Routed) outcome).sessionId())
                .containsOnly(((RouteOutcome.Routed) answers.getFirst().resultNow()).sessionId());
        assertThat(a().sessions() + b().sessions()).isEqualTo(1);
    }

    @Test
    void aBalancerThatDiesBetweenTheStepsLeavesNoOrphan() {
        var settings = new Peer.Settings(
                Duration.ofSeconds(10), requireNonNull(config).balancer().breaker(), SubstationPeer::isHealthy);
        var peer = new Peer(URI.create(a().url()), requireNonNull(http), settings);
        var dead = new SubstationPeer("substation1", List.of(peer), requireNonNull(mapper));
        assertThat(dead.reserve(request(7), "the only step", Duration.ofSeconds(10)))
                .succeedsWithin(Duration.ofSeconds(20))
                .isInstanceOf(SubstationPeer.Answer.Told.class);
        assertThat(a().connectorsTaken()).isEqualTo(1);

        await().atMost(StubSubstation.LASTS.multipliedBy(5)).until(() -> a().connectorsTaken() == 0);

        assertThat(route(balancer(new SecureRandom()), request(7))).isInstanceOf(RouteOutcome.Routed.class);
        assertThat(a().connectorsTaken() + b().connectorsTaken()).isEqualTo(1);
    }

    /** A request that its balancer has found a place for, {@code a}, and has not sent. */
    private Future<RouteOutcome> stalled(int vehicle) throws InterruptedException {
        Balancer balancer = balancer(stalling);
        Future<RouteOutcome> late = threads.submit(() -> route(balancer, request(vehicle)));
        assertThat(stalling.reached.await(20, TimeUnit.SECONDS)).isTrue();
        return late;
    }

    /** As soon as it knows that both substations are there. */
    private Balancer balancer(RandomGenerator random) {
        var balancer = new Balancer(
                requireNonNull(config),
                requireNonNull(roles),
                requireNonNull(addresses),
                requireNonNull(http),
                requireNonNull(mapper),
                requireNonNull(metrics),
                InstantSource.system(),
                random);
        balancers.add(balancer);
        await().atMost(Duration.ofSeconds(20)).until(() -> balancer.substations().stream()
                .allMatch(substation -> substation.state().equals("up")));
        return balancer;
    }

    private RouteRequest request(int vehicle) {
        var order = new ChargeOrder(Integer.toString(vehicle), null, null, null);
        return new RouteRequest(key, false, order, "{\"vehicle_id\":\"" + vehicle + "\"}");
    }

    private static RouteOutcome route(Balancer balancer, RouteRequest request) {
        return balancer.route(request).toCompletableFuture().join();
    }
}
