package io.causalgrid.kv.client.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.client.fake.FakeTiming;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final Duration OPEN_FOR = Duration.ofSeconds(5);

    private final FakeTiming timing = new FakeTiming();
    private final CircuitBreaker breaker = new CircuitBreaker(new CircuitBreaker.Settings(3, OPEN_FOR), timing);

    @Test
    void opensAfterSoManyFailuresInARow() {
        fail(2);
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
        fail(1);
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
        assertThat(breaker.tryAcquire()).isEmpty();
        assertThat(breaker.closedFor()).isEqualTo(OPEN_FOR);
    }

    @Test
    void aSuccessInBetweenStartsTheCountAnew() {
        fail(2);
        breaker.tryAcquire().orElseThrow().succeeded();
        fail(2);
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void letsJustOneProbeThroughWhenItsTimeIsOver() {
        fail(3);
        timing.pass(OPEN_FOR.minusNanos(1));
        assertThat(breaker.tryAcquire()).isEmpty();
        timing.pass(Duration.ofNanos(1));
        assertThat(breaker.tryAcquire()).isPresent();
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
        assertThat(breaker.tryAcquire()).isEmpty();
    }

    @Test
    void closesWhenTheProbeSucceeds() {
        probe().succeeded();
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
        fail(2);
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void opensForItsTimeAgainWhenTheProbeFails() {
        probe().failed();
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
        assertThat(breaker.closedFor()).isEqualTo(OPEN_FOR);
    }

    @Test
    void anotherProbeMayFollowOneThatCameToNothing() {
        probe().withdrawn();
        assertThat(breaker.tryAcquire()).isPresent();
    }

    @Test
    void lateNewsOfEarlierCallsCountsNoMore() {
        CircuitBreaker.Permit early = breaker.tryAcquire().orElseThrow();
        CircuitBreaker.Permit earlier = breaker.tryAcquire().orElseThrow();
        fail(3);
        early.succeeded();
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
        timing.pass(OPEN_FOR);
        var _ = breaker.tryAcquire().orElseThrow();
        earlier.failed();
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.HALF_OPEN);
    }

    @Test
    void settingsMustMakeSense() {
        assertThatThrownBy(() -> new CircuitBreaker.Settings(0, OPEN_FOR)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CircuitBreaker.Settings(1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private CircuitBreaker.Permit probe() {
        fail(3);
        timing.pass(OPEN_FOR);
        return breaker.tryAcquire().orElseThrow();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.tryAcquire().orElseThrow().failed();
        }
    }
}
