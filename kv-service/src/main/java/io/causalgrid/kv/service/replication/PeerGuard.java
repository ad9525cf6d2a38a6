package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.service.config.KvConfig;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.enterprise.util.TypeLiteral;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The fault tolerance of one link: endless retries with exponential back-off and jitter, through a circuit breaker. */
final class PeerGuard {
    private static final int BREAKER_VOLUME = 4;
    private static final double BREAKER_FAILURE_RATIO = 0.75;
    private static final int JITTER_PART = 2;

    private PeerGuard() {}

    /** Each link has its own, because a guard's breaker counts all calls through that guard. */
    static TypedGuard<CompletionStage<Void>> of(
            String peer, KvConfig.Replication config, Consumer<CircuitBreakerState> onBreaker) {
        long delayMillis = config.retryDelay().toMillis();
        return TypedGuard.create(new TypeLiteral<CompletionStage<Void>>() {})
                .withDescription("link to " + peer)
                .withCircuitBreaker()
                .requestVolumeThreshold(BREAKER_VOLUME)
                .failureRatio(BREAKER_FAILURE_RATIO)
                .delay(config.breakerDelay().toMillis(), ChronoUnit.MILLIS)
                .skipOn(LinkCutException.class)
                .onStateChange(onBreaker)
                .done()
                .withRetry()
                .maxRetries(-1)
                .maxDuration(0, ChronoUnit.MILLIS)
                .delay(delayMillis, ChronoUnit.MILLIS)
                .jitter(delayMillis / JITTER_PART, ChronoUnit.MILLIS)
                .abortOn(LinkCutException.class)
                .withExponentialBackoff()
                .factor(2)
                .maxDelay(config.retryDelayMax().toMillis(), ChronoUnit.MILLIS)
                .done()
                .done()
                .build();
    }
}
