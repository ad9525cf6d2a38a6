package io.causalgrid.benchmarks.log;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Clients of a log, each of which appends its next record as soon as its last one is accepted. The positions are given out
 * under a lock, as a log has one thread that appends; it is free nearly always, because all appends but the first ones are
 * made by the log's writer.
 */
final class ClosedLoop {
    /** Where records go. */
    interface Target {
        /** Completes, on another thread, when the record at that position is accepted. */
        CompletionStage<Void> append(long position);
    }

    private final Target target;
    private final AtomicLong accepted = new AtomicLong();
    private long last; // guarded by this
    private volatile boolean ending;

    ClosedLoop(Target target) {
        this.target = target;
    }

    /**
     * Lets that many clients append for a while, and until each one's last record is accepted: at least one record each, also
     * where the disk stalls for longer than the time.
     *
     * @return how many records a second were accepted
     * @throws java.util.concurrent.CompletionException if an append failed
     */
    double run(int clients, Duration time) throws InterruptedException {
        long began = System.nanoTime();
        List<CompletableFuture<Void>> all =
                Stream.generate(this::startClient).limit(clients).toList();
        Thread.sleep(time);
        ending = true;
        CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
        return accepted.get() * 1e9 / (System.nanoTime() - began);
    }

    private CompletableFuture<Void> startClient() {
        var done = new CompletableFuture<Void>();
        appendNext(done);
        return done;
    }

    private void appendNext(CompletableFuture<Void> done) {
        var _ = append().whenComplete((_, failure) -> {
            if (failure != null) {
                ending = true;
                done.completeExceptionally(failure);
                return;
            }
            accepted.incrementAndGet();
            if (ending) {
                done.complete(null);
            } else {
                appendNext(done);
            }
        });
    }

    private synchronized CompletionStage<Void> append() {
        last++;
        return target.append(last);
    }
}
