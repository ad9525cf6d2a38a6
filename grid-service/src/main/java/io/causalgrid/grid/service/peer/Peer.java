package io.causalgrid.grid.service.peer;

import io.causalgrid.grid.service.config.GridConfig.BreakerConfig;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.enterprise.util.TypeLiteral;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * One other process. {@link #ask} and {@link #call} go through a timeout and a circuit breaker of this process alone; {@link
 * #probe} past the breaker, to find out how things are. The last two block, and are for virtual threads.
 */
public final class Peer {
    /** We give up waiting a little after the guard has given up, so that the guard names the cause. */
    private static final Duration GRACE = Duration.ofMillis(50);

    /** In less time hardly anybody answers; what is sent then only leaves the asker in doubt. */
    public static final Duration SHORTEST = Duration.ofMillis(50);

    /** How calls to it are guarded; an answer that is not healthy counts as a failure of the process. */
    public record Settings(Duration timeout, BreakerConfig breaker, Predicate<Reply.Answered> healthy) {}

    private final URI url;
    private final PeerHttp http;
    private final Settings settings;
    private final TypedGuard<CompletionStage<Reply.Answered>> guard;
    private volatile boolean breakerOpen;

    public Peer(URI url, PeerHttp http, Settings settings) {
        this.url = url;
        this.http = http;
        this.settings = settings;
        this.guard = TypedGuard.create(new TypeLiteral<CompletionStage<Reply.Answered>>() {})
                .withDescription(url.toString())
                .withCircuitBreaker()
                .requestVolumeThreshold(settings.breaker().window())
                .failureRatio(settings.breaker().failureRatio())
                .delay(settings.breaker().delay().toMillis(), ChronoUnit.MILLIS)
                .skipOn(PeerFailure.Busy.class)
                .onStateChange(state -> breakerOpen = state == CircuitBreakerState.OPEN)
                .done()
                .withTimeout()
                .duration(settings.timeout().toMillis(), ChronoUnit.MILLIS)
                .done()
                .build();
    }

    public URI url() {
        return url;
    }

    public boolean isBreakerOpen() {
        return breakerOpen;
    }

    /**
     * What comes of a call within the settings' timeout and within {@code atMost}; sends nothing if that is too short for an
     * answer. Never fails.
     */
    public CompletionStage<Reply> ask(PeerCall call, Duration atMost) {
        if (atMost.compareTo(SHORTEST) < 0) {
            return CompletableFuture.completedStage(new Reply.NotSent("too little time is left"));
        }
        boolean isShort = atMost.compareTo(settings.timeout()) < 0;
        Duration time = isShort ? atMost : settings.timeout();
        CompletionStage<Reply> reply = replied(guard.get(() -> sendHealthy(call, time)));
        return isShort ? within(reply, time.plus(GRACE)) : reply; // else the guard gives up in time
    }

    /** As {@link #ask}. */
    public Reply call(PeerCall call, Duration atMost) {
        return await(ask(call, atMost));
    }

    public Reply probe(PeerCall call, Duration timeout) {
        return await(within(replied(http.send(url, call, timeout)), timeout));
    }

    private CompletionStage<Reply.Answered> sendHealthy(PeerCall call, Duration time) {
        return sendTwice(call, time).thenCompose(answer -> {
            return settings.healthy().test(answer)
                    ? CompletableFuture.completedFuture(answer)
                    : CompletableFuture.failedFuture(new PeerFailure(answer));
        });
    }

    /**
     * Sends it again if the connection was closed without an answer, and that does no harm. The other side may close a
     * connection that lies idle just as it is taken up again (RFC 9112, 9.3.1 and 9.6); that is no fault of the process, and
     * must not open its breaker.
     */
    private CompletionStage<Reply.Answered> sendTwice(PeerCall call, Duration time) {
        long began = System.nanoTime();
        return http.send(url, call, time).exceptionallyCompose(first -> {
            Duration left = time.minusNanos(System.nanoTime() - began);
            boolean isWorthwhile = call.isRepeatable()
                    && reply(first) instanceof Reply.Lost lost
                    && !lost.timedOut()
                    && left.compareTo(SHORTEST) >= 0;
            return isWorthwhile
                    ? http.send(url, call, left)
                            .exceptionallyCompose(second -> CompletableFuture.failedFuture(
                                    reply(second) instanceof Reply.NotSent ? first : second))
                    : CompletableFuture.failedFuture(first);
        });
    }

    private static CompletionStage<Reply> replied(CompletionStage<Reply.Answered> sent) {
        return sent.handle((answer, failure) -> failure == null ? answer : reply(failure));
    }

    private static CompletionStage<Reply> within(CompletionStage<Reply> reply, Duration time) {
        return reply.toCompletableFuture()
                .completeOnTimeout(
                        new Reply.Lost(true, "no answer in time"), Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS);
    }

    private static Reply await(CompletionStage<Reply> reply) {
        try {
            return reply.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // cannot be: failures are replies
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Lost(false, "interrupted");
        }
    }

    private static Reply reply(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return switch (cause) {
            case PeerFailure known -> known.reply();
            case CircuitBreakerOpenException _ -> new Reply.BreakerOpen();
            case org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException _ ->
                new Reply.Lost(true, "no answer in time");
            default -> new Reply.Lost(false, String.valueOf(cause.getMessage()));
        };
    }
}
