package io.causalgrid.kv.service.memory;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.session.Stamp;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;

/**
 * Requests and answers with large bodies take turns, so that all of them together never take more memory than there is for
 * them; small ones pass. Who cannot have a turn soon is told to come back. The memory of requests and that of answers are
 * apart, so nobody who holds some of it waits for more.
 */
@Singleton
public class LargeBodies {
    /** A body of no more bytes needs no turn. */
    public static final int SMALL_BYTES_MAX = 16 << 10;

    private static final int PRIORITY = 50; // before all that reads bodies
    private static final int WAITING_MAX = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final MemoryPool requests;
    private final MemoryPool answers;
    private final long bodyBytesMax;
    private final Stamp stamp;

    LargeBodies(
            KvConfig config,
            Stamp stamp,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize bodySizeMax) {
        this.requests = new MemoryPool(config.memory().requests().asLongValue(), WAITING_MAX);
        this.answers = new MemoryPool(config.memory().answers().asLongValue(), WAITING_MAX);
        this.bodyBytesMax = bodySizeMax.asLongValue();
        this.stamp = stamp;
    }

    void install(@Observes Filters filters) {
        filters.register(this::admit, PRIORITY);
    }

    /**
     * A turn for an answer of that size.
     *
     * @return fails with a 503 problem if too many others want theirs
     */
    public CompletableFuture<Turn> answer(RoutingContext context, long bytes) {
        MemoryPool.Share share = answers.claim(bytes);
        return patient(share).handle((_, failure) -> {
            if (failure != null) {
                share.end();
                throw tooMany();
            }
            return new Turn(context, share, bytes, () -> false);
        });
    }

    /**
     * As {@link #answer}, for a virtual thread of Quarkus REST, which writes no faster than the client reads: the turn ends when
     * that thread has nothing more to do with the request.
     *
     * @throws HttpProblem as above
     */
    public Turn awaitAnswer(RoutingContext context, long bytes) {
        try {
            Turn turn = answer(context, bytes).join();
            CurrentRequestManager.get().registerCompletionCallback(_ -> turn.end());
            if (context.response().closed()) {
                throw tooMany(); // for the client, which has gone meanwhile; nobody reads it
            }
            return turn;
        } catch (CompletionException e) {
            throw e.getCause() instanceof HttpProblem problem ? problem : e;
        }
    }

    /** Nothing of the request has been read yet, and nothing is before it goes on. */
    private void admit(RoutingContext context) {
        long bytes = bytes(context.request());
        if (bytes <= SMALL_BYTES_MAX) {
            context.next();
            return;
        }
        MemoryPool.Share share = requests.claim(bytes);
        context.addEndHandler(_ -> share.end()); // the client may go, with or without an answer
        Context loop = context.vertx().getOrCreateContext();
        var _ = patient(share)
                .whenComplete((_, failure) -> loop.runOnContext(_ -> {
                    if (context.response().closed()) {
                        share.end();
                    } else if (failure == null) {
                        begin(context, share, bytes);
                    } else {
                        refuse(context, share);
                    }
                }));
    }

    private static void begin(RoutingContext context, MemoryPool.Share share, long bytes) {
        var turn = new Turn(context, share, bytes, context.request()::isEnded);
        context.addEndHandler(_ -> turn.end());
        context.next();
    }

    /** The client gets to read the answer only when it has sent everything. */
    private void refuse(RoutingContext context, MemoryPool.Share share) {
        share.end();
        stamp.putOn(context.response().headers());
        Problems.answer(context, tooMany());
        context.request().handler(_ -> {}).resume();
    }

    private static HttpProblem tooMany() {
        return Problems.unavailable(
                        "overloaded", "Too many large requests are under way; nothing was done.", RETRY_AFTER)
                .build();
    }

    private static CompletableFuture<Void> patient(MemoryPool.Share share) {
        CompletableFuture<Void> granted = share.granted();
        return granted.isDone() ? granted : granted.copy().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How long its body is or, if it comes in chunks, may get; of a GET nobody reads it. */
    private long bytes(HttpServerRequest request) {
        if (request.method().equals(HttpMethod.GET)) {
            return 0;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            return Math.min(Long.parseLong(length), bodyBytesMax);
        }
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) ? bodyBytesMax : 0;
    }
}
