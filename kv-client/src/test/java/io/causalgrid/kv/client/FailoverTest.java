package io.causalgrid.kv.client;

import static io.causalgrid.kv.client.fake.FakeSite.answer;
import static io.causalgrid.kv.client.fake.FakeSite.behave;
import static io.causalgrid.kv.client.fake.FakeSite.doAndHang;
import static io.causalgrid.kv.client.fake.FakeSite.drop;
import static io.causalgrid.kv.client.fake.FakeSite.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.causalgrid.kv.client.error.DeadlineExceededException;
import io.causalgrid.kv.client.error.FailedAttempt;
import io.causalgrid.kv.client.error.OutcomeUnknownException;
import io.causalgrid.kv.client.error.UnavailableException;
import io.causalgrid.kv.client.fake.FakeSite;
import io.causalgrid.kv.client.fake.FakeTiming;
import io.causalgrid.kv.client.fake.Reply;
import io.causalgrid.kv.client.routing.CircuitBreaker;
import io.causalgrid.kv.client.routing.EndpointHealth;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.WriteOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailoverTest {
    private static final Duration OPEN_FOR = Duration.ofSeconds(5);

    private final FakeSite first = new FakeSite("node0");
    private final FakeSite second = new FakeSite("node1");
    private final FakeSite third = new FakeSite("node2");
    private final FakeTiming timing = new FakeTiming();

    @AfterEach
    void closeSites() {
        first.close();
        second.close();
        third.close();
    }

    @Test
    void asksTheFirstAsLongAsItIsWell() {
        try (CausalGridClient client = TestClients.patient(first, second)) {
            client.session().put("a", "1");
            client.session().get("a");
        }
        assertThat(first.heard()).hasSize(2);
        assertThat(second.heard()).isEmpty();
    }

    @Test
    void asksTheNextOnesInOrderWithoutAPause() {
        second.always(answer(Reply.problem(503, "catching-up").header("Retry-After", "1")));
        try (CausalGridClient client = TestClients.builder(FakeSite.nowhere(), second.uri(), third.uri())
                .timing(timing)
                .build()) {
            client.session().put("a", "1");
        }
        assertThat(second.heard()).hasSize(1);
        assertThat(third.applied()).isEqualTo(1);
        assertThat(timing.pauses()).isEmpty();
    }

    @Test
    void asksThoseFirstThatCanServe() {
        first.always(answer(Reply.problem(
                503,
                "behind-token",
                "\"missing\":[],\"canServe\":[{\"name\":\"x\",\"url\":\"%s\"}]".formatted(third.uri()))));
        try (CausalGridClient client = TestClients.patient(first, second, third)) {
            client.session().get("a");
        }
        assertThat(second.heard()).isEmpty();
        assertThat(third.heard()).hasSize(1);
    }

    @Test
    void asksThoseLastWhoseWritesTooFewOthersHave() {
        first.then(answer(Reply.of(202).header("Replicas", "1")));
        try (CausalGridClient client = TestClients.patient(first, second)) {
            WriteOptions options = WriteOptions.none().minReplicas(2, Duration.ofSeconds(1));
            assertThat(client.session()
                            .put(Key.of("a"), Value.text("1"), options)
                            .enoughReplicas())
                    .isFalse();
            client.session().put("a", "2");
        }
        assertThat(first.heard()).hasSize(1);
        assertThat(second.applied()).isEqualTo(1);
    }

    @Test
    void anEndpointWithAnOpenBreakerIsNotAskedUntilItsProbe() {
        first.then(answer(Reply.of(500)), answer(Reply.of(500)), answer(Reply.of(500)));
        try (CausalGridClient client = withBreaker(first, second)) {
            for (int call = 0; call < 4; call++) {
                client.session().get("a");
            }
            assertThat(first.heard()).hasSize(2);
            assertThat(second.heard()).hasSize(4);
            assertThat(breaker(client, 0)).isEqualTo(CircuitBreaker.State.OPEN);

            timing.pass(OPEN_FOR);
            client.session().get("a");
            assertThat(first.heard()).hasSize(3);
            assertThat(breaker(client, 0)).isEqualTo(CircuitBreaker.State.OPEN);

            timing.pass(OPEN_FOR);
            client.session().get("a");
            assertThat(first.heard()).hasSize(4);
            assertThat(breaker(client, 0)).isEqualTo(CircuitBreaker.State.CLOSED);
        }
    }

    @Test
    void whileTheProbeIsUnderWayOthersAreAskedElsewhere() {
        var goOn = new CountDownLatch(1);
        first.then(answer(Reply.of(500)), answer(Reply.of(500)), waitFor(goOn));
        try (CausalGridClient client = withBreaker(first, second)) {
            client.session().get("a");
            client.session().get("a");
            timing.pass(OPEN_FOR);
            var probe = client.session().async().get("a").toCompletableFuture();
            Waiting.until(() -> first.heard().size() == 3);
            client.session().get("a");
            assertThat(first.heard()).hasSize(3);
            assertThat(breaker(client, 0)).isEqualTo(CircuitBreaker.State.HALF_OPEN);
            goOn.countDown();
            assertThat(probe.join()).isEmpty();
            assertThat(breaker(client, 0)).isEqualTo(CircuitBreaker.State.CLOSED);
        }
    }

    @Test
    void ifAllBreakersAreOpenACallWaitsForTheProbe() {
        first.then(answer(Reply.of(500)), answer(Reply.of(500)), behave());
        try (CausalGridClient client = withBreaker(first)) {
            assertThat(client.session().get("a")).isEmpty();
        }
        assertThat(timing.pauses()).contains(OPEN_FOR);
    }

    @Test
    void refusalsAreAnswersAndOpenNoBreaker() {
        first.always(answer(Reply.problem(503, "overloaded")));
        try (CausalGridClient client = withBreaker(first, second)) {
            for (int call = 0; call < 5; call++) {
                client.session().get("a");
            }
            assertThat(first.heard()).hasSize(5);
            assertThat(breaker(client, 0)).isEqualTo(CircuitBreaker.State.CLOSED);
        }
    }

    @Test
    void aReplicaIsLeftAloneAsLongAsItAsks() {
        first.then(answer(Reply.problem(503, "catching-up").header("Retry-After", "3")));
        try (CausalGridClient client = TestClients.builder(first).timing(timing).build()) {
            client.session().get("a");
        }
        assertThat(timing.pauses()).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void aCallThatCannotBeServedInTimeFailsAtOnce() {
        first.always(answer(Reply.problem(503, "not-a-member").header("Retry-After", "60")));
        try (CausalGridClient client = TestClients.builder(first)
                .timing(timing)
                .deadline(Duration.ofSeconds(10))
                .build()) {
            var failure = catchThrowableOfType(
                    UnavailableException.class, () -> client.session().get("a"));
            assertThat(failure).isNotInstanceOf(DeadlineExceededException.class);
            assertThat(failure.attempts())
                    .containsExactly(new FailedAttempt(first.uri(), "503 not-a-member: so it is"));
        }
        assertThat(timing.pauses()).isEmpty();
        assertThat(first.heard()).hasSize(1);
    }

    @Test
    void theDeadlineBoundsTheWholeCallAndWhatIsSaidDependsOnWhatWasSent() {
        first.always(doAndHang());
        second.always(doAndHang());
        try (CausalGridClient client = TestClients.builder(first, second)
                .deadline(Duration.ofSeconds(3))
                .attemptTimeout(Duration.ofSeconds(1))
                .build()) {
            assertThatThrownBy(() -> client.session().get("a")).isInstanceOf(DeadlineExceededException.class);
            assertThatThrownBy(() -> client.session().addToCounter("a", 1)).isInstanceOf(OutcomeUnknownException.class);
        }
    }

    @Test
    void timeThatWasTooShortIsNotHeldAgainstTheEndpoint() {
        first.then(doAndHang(), doAndHang(), doAndHang());
        try (CausalGridClient client = TestClients.builder(first)
                .deadline(Duration.ofMillis(100))
                .breaker(1, TestClients.PLENTY)
                .build()) {
            for (int call = 0; call < 3; call++) {
                assertThatThrownBy(() -> client.session().get("a")).isInstanceOf(DeadlineExceededException.class);
            }
            assertThat(breaker(client, 0)).isEqualTo(CircuitBreaker.State.CLOSED);
        }
    }

    @Test
    void tellsHowItsEndpointsAre() {
        URI nowhere = FakeSite.nowhere();
        first.then(drop(), drop());
        try (CausalGridClient client = TestClients.builder(nowhere, first.uri(), second.uri())
                .breaker(1, TestClients.PLENTY)
                .build()) {
            assertThat(client.endpoints()).extracting(EndpointHealth::member).allMatch(Optional::isEmpty);
            client.session().get("a");
            EndpointHealth unreachable = client.endpoints().getFirst();
            assertThat(unreachable.endpoint()).isEqualTo(nowhere);
            assertThat(unreachable.breaker()).isEqualTo(CircuitBreaker.State.OPEN);
            assertThat(unreachable.lastError().orElseThrow()).contains("cannot be reached");
            EndpointHealth well = client.endpoints().getLast();
            assertThat(well.breaker()).isEqualTo(CircuitBreaker.State.CLOSED);
            assertThat(well.member()).contains("node1");
            assertThat(well.lastError()).isEmpty();
        }
    }

    @Test
    void moreCallsThanTheClientMayHaveWaitForEachOther() {
        var goOn = new CountDownLatch(1);
        var underWay = new AtomicInteger();
        var most = new AtomicInteger();
        first.always((site, exchange, request) -> {
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            goOn.await();
            underWay.decrementAndGet();
            behave().play(site, exchange, request);
        });
        try (CausalGridClient client = TestClients.builder(first).callsMax(2).build()) {
            var calls = Stream.generate(() -> client.session().async().get("a").toCompletableFuture())
                    .limit(10)
                    .toList();
            Waiting.until(() -> underWay.get() == 2);
            assertThat(client.threads()).isEqualTo(10);
            goOn.countDown();
            calls.forEach(CompletableFuture::join);
        }
        assertThat(most).hasValue(2);
    }

    private CausalGridClient withBreaker(FakeSite... sites) {
        return TestClients.builder(sites)
                .timing(timing)
                .random(new Random(1))
                .breaker(2, OPEN_FOR)
                .build();
    }

    private static CircuitBreaker.State breaker(CausalGridClient client, int endpoint) {
        return client.endpoints().get(endpoint).breaker();
    }
}
