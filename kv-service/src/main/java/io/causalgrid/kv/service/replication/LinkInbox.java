package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.replica.Delivery;
import io.causalgrid.kv.service.config.KvConfig;
import io.causalgrid.kv.service.site.Site;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What has come over a link and is not yet in the replica's hands. The queue belongs to the replica's thread; the link
 * pauses its stream while the queue holds a window's worth, in number or in memory, so it is bounded by the window and one
 * network read.
 *
 * <p>The replica may have no room for the first in the queue. It then stays, and is offered again whenever the replica has
 * moved on. Since each stream brings causes before effects, some stream always has one that can be delivered.
 */
final class LinkInbox {
    private final Site site;
    private final int window;
    private final long windowBytes;
    private final Runnable roomAgain;
    private final Runnable wiser;
    private final Queue<Transaction> queue = new ArrayDeque<>(); // the replica's thread
    private boolean taken; // the replica's thread
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private @Nullable Batch open; // the link's context; what comes now goes there, if it was not taken yet

    /** Filled by the link until the replica's thread takes it: one task for all that come meanwhile. */
    private static final class Batch {
        private final List<Transaction> transactions = new ArrayList<>(); // guarded by this
        private boolean taken; // guarded by this

        synchronized boolean add(Transaction transaction) {
            return !taken && transactions.add(transaction);
        }

        synchronized List<Transaction> take() {
            taken = true;
            return transactions;
        }
    }

    LinkInbox(Site site, KvConfig.Replication config, Runnable roomAgain, Runnable wiser) {
        this.site = site;
        this.window = config.window();
        this.windowBytes = config.windowSize().asLongValue();
        this.roomAgain = roomAgain;
        this.wiser = wiser;
    }

    /** Takes one more; true if the stream should now pause. On the link's context. */
    boolean add(Transaction transaction) {
        int now = size.incrementAndGet();
        long nowBytes = bytes.addAndGet(transaction.memoryBytes());
        if (open == null || !open.add(transaction)) {
            var batch = new Batch();
            batch.add(transaction);
            open = batch;
            site.tell(() -> {
                queue.addAll(batch.take());
                drain();
            });
        }
        return now >= window || nowBytes >= windowBytes;
    }

    /** Forgets what is left, but nothing that comes from now on; it will be fetched again. On the link's context. */
    void abandon() {
        open = null;
        site.tell(this::clear);
    }

    /** Whether the replica has taken anything that came since the last {@link #abandon}. On the replica's thread. */
    boolean hasTaken() {
        return taken;
    }

    /** Offers what is left again. On the replica's thread. */
    void drain() {
        while (!queue.isEmpty()) {
            Delivery delivery = site.deliver(queue.element());
            if (delivery == Delivery.NO_ROOM) {
                return;
            }
            if (delivery == Delivery.UNKNOWN_OWN) {
                site.heardOf(queue.element().vector());
                clear();
                wiser.run();
                return;
            }
            taken |= delivery != Delivery.DUPLICATE;
            long removed = queue.remove().memoryBytes();
            int left = size.decrementAndGet();
            long leftBytes = bytes.addAndGet(-removed);
            boolean isHalfEmptyNow = leftBytes <= windowBytes / 2 && leftBytes + removed > windowBytes / 2;
            if (left == window / 2 || isHalfEmptyNow) {
                roomAgain.run();
            }
        }
    }

    private void clear() {
        size.addAndGet(-queue.size());
        bytes.addAndGet(-queue.stream().mapToLong(Transaction::memoryBytes).sum());
        queue.clear();
        taken = false;
        roomAgain.run();
    }
}
