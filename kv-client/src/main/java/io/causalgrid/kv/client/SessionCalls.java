package io.causalgrid.kv.client;

import io.causalgrid.kv.client.error.CallInterruptedException;
import io.causalgrid.kv.client.routing.Answer;
import io.causalgrid.kv.client.routing.Deadline;
import io.causalgrid.kv.client.routing.Router;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Runs a session's calls, one after another in the order in which they were begun, and keeps the token: the last one that an
 * answer brought, which covers those before it, since the answer was made by a site that had applied them. With two calls at
 * one time that would not hold; their tokens could each lack what the other has, and only a site can merge tokens.
 */
final class SessionCalls {
    private final Router router;
    private final ClientThreads threads;
    private final Turns turns = new Turns();
    private volatile @Nullable String token;

    SessionCalls(Router router, ClientThreads threads, @Nullable String token) {
        this.router = router;
        this.threads = threads;
        this.token = token;
    }

    Optional<String> token() {
        return Optional.ofNullable(token);
    }

    /** On this thread. */
    <T> T run(Call<T> call) {
        router.checkOpen();
        return run(call, turns.take(), router.newDeadline());
    }

    /**
     * On a thread of its own. The turn is over before the future completes, so that what depends on it may call the session
     * again and wait.
     */
    <T> CompletionStage<T> start(Call<T> call) {
        var result = new CompletableFuture<T>();
        Turns.Turn turn = turns.take();
        Deadline deadline = router.newDeadline();
        try {
            Thread thread = threads.start("call", () -> complete(result, call, turn, deadline));
            var _ = result.whenComplete((_, _) -> {
                if (result.isCancelled()) {
                    thread.interrupt();
                }
            });
        } catch (RuntimeException e) {
            turn.end();
            result.completeExceptionally(e);
        }
        return result;
    }

    private <T> void complete(CompletableFuture<T> result, Call<T> call, Turns.Turn turn, Deadline deadline) {
        T value;
        try {
            value = run(call, turn, deadline);
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
            return;
        } catch (Error e) {
            result.completeExceptionally(e);
            throw e;
        }
        result.complete(value);
    }

    private <T> T run(Call<T> call, Turns.Turn turn, Deadline deadline) {
        try {
            turn.await(deadline);
            Answer answer = router.run(call.request(), token, deadline);
            answer.token().ifPresent(covering -> token = covering);
            return call.reader().apply(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            router.checkOpen(); // closing interrupts the client's own threads
            throw new CallInterruptedException(e);
        } finally {
            turn.end();
        }
    }
}
