package io.causalgrid.kv.core.log;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Who waits for which position to become durable. For any thread; completes them outside its lock, in order. */
final class DurableWaits {
    private final TreeMap<Long, CompletableFuture<Void>> waits = new TreeMap<>(); // guarded by this
    private long durable; // guarded by this
    private @Nullable RuntimeException end; // guarded by this

    DurableWaits(long durable) {
        this.durable = durable;
    }

    synchronized CompletionStage<Void> until(long position) {
        if (position <= durable) {
            return CompletableFuture.completedStage(null);
        }
        if (end != null) {
            return CompletableFuture.failedStage(end);
        }
        return waits.computeIfAbsent(position, absent -> new CompletableFuture<>())
                .minimalCompletionStage();
    }

    void reached(long position) {
        List<CompletableFuture<Void>> reached;
        synchronized (this) {
            durable = Math.max(durable, position);
            reached = take(position);
        }
        reached.forEach(wait -> wait.complete(null));
    }

    /** Tells all who still wait, or come later, that it will not happen any more. */
    void giveUp(RuntimeException cause) {
        List<CompletableFuture<Void>> left;
        synchronized (this) {
            end = cause;
            left = take(Long.MAX_VALUE);
        }
        left.forEach(wait -> wait.completeExceptionally(cause));
    }

    private synchronized List<CompletableFuture<Void>> take(long position) {
        var taken = waits.headMap(position, true);
        var copy = new ArrayList<>(taken.values());
        taken.clear();
        return copy;
    }
}
