package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that owns a substation's state. It takes what waits in its bounded queue, brings the state to now,
 * divides the power anew, publishes a snapshot, and only then answers: who has an answer sees its effect.
 */
final class SubstationLoop {
    private static final Logger LOG = Logger.getLogger(SubstationLoop.class);
    private static final int BATCH_MAX = 256;

    /** Told of each round, on the loop's thread. */
    interface Listener {
        void advanced(SubstationSnapshot snapshot, List<Session> changes, boolean onTick);
    }

    /** Work on the state, in two halves: doing it, and telling the result once it is published. */
    private record Command<T>(BiFunction<SubstationState, Moment, T> work, CompletableFuture<T> answer) {
        Runnable apply(SubstationState state, Moment now) {
            try {
                T result = work.apply(state, now);
                return () -> answer.complete(result);
            } catch (RuntimeException e) {
                return () -> answer.completeExceptionally(e);
            }
        }
    }

    private final Supplier<Moment> clock;
    private final Duration tick;
    private final BlockingQueue<Command<?>> queue;
    private final SubstationState state;
    private final Listener listener;
    private final Thread thread;
    private volatile SubstationSnapshot snapshot;

    SubstationLoop(SubstationState state, LoopSettings settings, Listener listener) {
        this.state = state;
        this.clock = settings.clock();
        this.tick = settings.tick();
        this.queue = new ArrayBlockingQueue<>(settings.queue());
        this.listener = listener;
        this.snapshot = state.snapshot(clock.get());
        this.thread = Thread.ofPlatform().name("substation").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void stop() {
        thread.interrupt();
    }

    boolean isRunning() {
        return thread.isAlive();
    }

    SubstationSnapshot snapshot() {
        return snapshot;
    }

    /** Has the thread do something; fails with {@link QueueFull} if too much waits, or nothing is done any more. */
    <T> CompletableFuture<T> submit(BiFunction<SubstationState, Moment, T> work) {
        var command = new Command<>(work, new CompletableFuture<>());
        if (!thread.isAlive() || !queue.offer(command)) {
            command.answer().completeExceptionally(new QueueFull());
        }
        return command.answer();
    }

    private void run() {
        Moment now = clock.get();
        var nextTick = now.wall();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                long waitMillis = Duration.between(clock.get().wall(), nextTick).toMillis();
                Command<?> first = queue.poll(Math.clamp(waitMillis, 0, tick.toMillis()), TimeUnit.MILLISECONDS);
                now = clock.get();
                boolean onTick = first == null || !now.wall().isBefore(nextTick);
                round(first, now, onTick);
                if (onTick) {
                    nextTick = now.wall().plus(tick);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("a round of the substation failed", e);
            }
        }
    }

    private void round(@Nullable Command<?> first, Moment now, boolean onTick) {
        List<Command<?>> batch = new ArrayList<>();
        if (first != null) {
            batch.add(first);
            queue.drainTo(batch, BATCH_MAX - 1);
        }
        try {
            state.advance(now);
            List<Runnable> answers = batch.stream()
                    .<Runnable>map(command -> command.apply(state, now))
                    .toList();
            state.allocate();
            snapshot = state.snapshot(now);
            answers.forEach(Runnable::run);
            listener.advanced(snapshot, state.takeChanges(), onTick);
        } catch (RuntimeException e) {
            batch.forEach(command -> command.answer().completeExceptionally(e));
            throw e;
        }
    }
}
