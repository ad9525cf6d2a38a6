package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.state.StateException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The generation that is read and written now. Who uses it is counted, so that it is never closed under anybody's feet,
 * which RocksDB would answer by ending the process. A change of generation does not wait for readers, nor they for it:
 * those that come later use the next one, and the last that leaves the old one lets it be closed. A lock would do here
 * but for readers that follow each other closely: they would keep the change out for seconds.
 *
 * <p>One thread changes the generation; any thread uses it.
 */
final class LiveGeneration {
    private volatile CompletableFuture<Shared> live; // not completed while the generation is being opened

    LiveGeneration(Generation generation) {
        this.live = CompletableFuture.completedFuture(new Shared(generation));
    }

    /** Uses the generation; throws {@link StateException} if there is none. Waits while it is being opened. */
    <T> T with(Function<Generation, T> use) {
        Shared shared = enter();
        try {
            return use.apply(shared.generation);
        } finally {
            shared.leave();
        }
    }

    /** Uses the generation; throws {@link StateException} if there is none. Waits while it is being opened. */
    void run(Consumer<Generation> use) {
        Shared shared = enter();
        try {
            use.accept(shared.generation);
        } finally {
            shared.leave();
        }
    }

    /** Uses the generation if that needs no waiting. */
    <T> Optional<T> tryWith(Function<Generation, Optional<T>> use) {
        return live.isDone() ? with(use) : Optional.empty();
    }

    /** Whether there is none now, or it takes no writes. */
    boolean isBroken() {
        CompletableFuture<Shared> now = live;
        return !now.isDone()
                || now.isCompletedExceptionally()
                || now.join().generation.failure() != null;
    }

    /** The generation, for the thread that alone may take it away. */
    Generation current() {
        return shared().generation;
    }

    /** Puts another generation in the place of this one, which is closed when nobody uses it any more. */
    void replace(Generation next) {
        Shared old = shared();
        live = CompletableFuture.completedFuture(new Shared(next));
        old.close();
    }

    /** Closes the generation, if there is one, and takes what is opened then; without anything if that fails. */
    void reopen(Supplier<Generation> opening) {
        CompletableFuture<Shared> old = live;
        var next = new CompletableFuture<Shared>();
        live = next;
        try {
            close(old);
            next.complete(new Shared(opening.get()));
        } catch (RuntimeException e) {
            next.completeExceptionally(e);
            throw e;
        }
    }

    /** Closes the generation, if there is one, when nobody uses it any more. */
    void close() {
        CompletableFuture<Shared> old = live;
        live = CompletableFuture.failedFuture(new StateException("the state is closed", new IOException("closed")));
        close(old);
    }

    private Shared enter() {
        Shared shared = shared();
        while (!shared.enter()) {
            shared = shared(); // it was closed since it was looked up, and there is another one by now
        }
        return shared;
    }

    private Shared shared() {
        try {
            return live.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StateException cause ? cause : e;
        }
    }

    private static void close(CompletableFuture<Shared> old) {
        if (!old.isCompletedExceptionally()) {
            old.join().close();
        }
    }

    /** A generation with the number of those that use it, one more until it is to be closed. */
    private static final class Shared {
        private final Generation generation;
        private final AtomicInteger users = new AtomicInteger(1);
        private final CompletableFuture<@Nullable Void> unused = new CompletableFuture<>();

        Shared(Generation generation) {
            this.generation = generation;
        }

        boolean enter() {
            int now = users.get();
            while (now > 0) {
                if (users.compareAndSet(now, now + 1)) {
                    return true;
                }
                now = users.get();
            }
            return false;
        }

        void leave() {
            if (users.decrementAndGet() == 0) {
                unused.complete(null);
            }
        }

        void close() {
            leave();
            unused.join();
            generation.close();
        }
    }
}
