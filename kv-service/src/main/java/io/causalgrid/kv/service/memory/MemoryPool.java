package io.causalgrid.kv.service.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** A number of bytes that is shared out, first come, first served. Any thread. */
final class MemoryPool {
    private final long capacity;
    private final int waitingMax;
    private final Queue<Share> waiting = new ArrayDeque<>(); // guarded by this
    private long taken; // guarded by this

    /**
     * A pool of which nothing is taken.
     *
     * @param waitingMax how many may wait for their shares
     */
    MemoryPool(long capacity, int waitingMax) {
        this.capacity = capacity;
        this.waitingMax = waitingMax;
    }

    /** Somebody's part of the pool, or the place of one who waits for it. */
    final class Share {
        private final CompletableFuture<Void> granted = new CompletableFuture<>();
        private boolean waits; // guarded by the pool
        private long bytes; // guarded by the pool

        private Share(long bytes) {
            this.bytes = bytes;
        }

        /** Completes, on any thread, when the bytes may be used; exceptionally if too many wait for theirs. */
        CompletableFuture<Void> granted() {
            return granted;
        }

        /** Gives back all but so many bytes. */
        void shrinkTo(long rest) {
            resize(this, rest);
        }

        /** Gives all back, or waits no longer. Once more does nothing. */
        void end() {
            resize(this, 0);
        }
    }

    /** Asks for so many bytes; for all there are if it is more than that. */
    Share claim(long bytes) {
        var share = new Share(Math.min(bytes, capacity));
        List<Share> next;
        synchronized (this) {
            if (waiting.size() < waitingMax) {
                share.waits = waiting.add(share);
            } else {
                share.bytes = 0;
                share.granted.completeExceptionally(new IllegalStateException(waitingMax + " wait for memory already"));
            }
            next = next();
        }
        grant(next);
        return share;
    }

    private void resize(Share share, long rest) {
        List<Share> next;
        synchronized (this) {
            long back = Math.max(0, share.bytes - rest);
            if (!share.waits) {
                taken -= back;
            } else if (rest == 0) {
                share.waits = !waiting.remove(share);
            }
            share.bytes -= back;
            next = next();
        }
        grant(next);
    }

    /** Those whose turn it is now. */
    private List<Share> next() {
        var next = new ArrayList<Share>();
        for (Share first = waiting.peek(); first != null && taken + first.bytes <= capacity; first = waiting.peek()) {
            waiting.remove();
            taken += first.bytes;
            first.waits = false;
            next.add(first);
        }
        return next;
    }

    /** Outside the lock: who waits goes on at once. */
    private static void grant(List<Share> shares) {
        shares.forEach(share -> share.granted.complete(null));
    }
}
