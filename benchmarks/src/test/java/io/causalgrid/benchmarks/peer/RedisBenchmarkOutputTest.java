package io.causalgrid.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.causalgrid.benchmarks.peer.Redis.Operation;
import org.junit.jupiter.api.Test;

class RedisBenchmarkOutputTest {
    private static final String SUCCESS = """
            "test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"
            "SET","76335.88","0.429","0.136","0.415","0.551","0.799","1.535"
            """;

    @Test
    void theRateIsRead() {
        assertThat(RedisBenchmarkOutput.perSecond(Operation.SET, SUCCESS)).isEqualTo(76_335.88);
    }

    @Test
    void theRateOfAnotherOperationIsNotTakenForIt() {
        assertThatExceptionOfType(PeerException.class)
                .isThrownBy(() -> RedisBenchmarkOutput.perSecond(Operation.GET, SUCCESS));
    }

    @Test
    void anErrorMakesTheRateWorthless() {
        String failed = SUCCESS + "Error from server: MISCONF\n";

        assertThatExceptionOfType(PeerException.class)
                .isThrownBy(() -> RedisBenchmarkOutput.perSecond(Operation.SET, failed))
                .withMessageContaining("MISCONF");
    }

    @Test
    void whatIsNoResultIsShown() {
        assertThatExceptionOfType(PeerException.class)
                .isThrownBy(() -> RedisBenchmarkOutput.perSecond(
                        Operation.SET, "Could not connect to Redis at 127.0.0.1:1: Connection refused"))
                .withMessageContaining("Connection refused");
    }
}
