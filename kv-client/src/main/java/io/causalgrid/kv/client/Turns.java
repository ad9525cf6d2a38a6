package io.causalgrid.kv.client;

import io.causalgrid.kv.client.error.DeadlineExceededException;
import io.causalgrid.kv.client.routing.Deadline;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A queue: whoever takes a turn goes after all who took theirs before. Thread-safe. */
final class Turns {
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    /** Takes the next turn; it must be ended in any case. */
    synchronized Turn take() {
        var turn = new Turn(last);
        last = turn.over;
        return turn;
    }

    static final class Turn {
        private final CompletableFuture<Void> before;
        private final CompletableFuture<Void> over = new CompletableFuture<>();

        private Turn(CompletableFuture<Void> before) {
            this.before = before;
        }

        /** Waits until it is this one's. */
        void await(Deadline deadline) throws InterruptedException {
            try {
                before.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException _) {
                throw new DeadlineExceededException(
                        "The time for the call is over: it waited for the session's earlier calls", List.of());
            } catch (ExecutionException e) {
                throw new AssertionError("turns do not fail", e);
            }
        }

        /** Lets the next one go on, once those before this one have ended too. */
        void end() {
            var _ = before.thenAccept(_ -> over.complete(null));
        }
    }
}
