package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.replica.Delivery;
import io.causalgrid.kv.service.site.Site;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What has come over a link and is not yet in the replica's hands. The queue belongs to the replica's thread; the link
 * pauses its stream while the queue holds a window's worth, so it is bounded by the window and one network read.
 *
 * <p>The replica may have no room for the first in the queue. It then stays, and is offered again whenever the replica has
 * moved on. Since each stream brings causes before effects, some stream always has one that can be delivered.
 */
final class LinkInbox {
    private final Site site;
    private final int window;
    private final Runnable roomAgain;
    private final Runnable wiser;
    private final Queue<Transaction> queue = new ArrayDeque<>(); // the replica's thread
    private final AtomicInteger size = new AtomicInteger();
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

    LinkInbox(Site site, int window, Runnable roomAgain, Runnable wiser) {
        this.site = site;
        this.window = window;
        this.roomAgain = roomAgain;
        this.wiser = wiser;
    }

    /** Takes one more; true if the stream should now pause. On the link's context. */
    boolean add(Transaction transaction) {
        int now = size.incrementAndGet();
        if (open == null || !open.add(transaction)) {
            var batch = new Batch();
            batch.add(transaction);
            open = batch;
            site.tell(() -> {
                queue.addAll(batch.take());
                drain();
            });
        }
        return now >= window;
    }

    /** Forgets what is left, but nothing that comes from now on; it will be fetched again. On the link's context. */
    void abandon() {
        open = null;
        site.tell(this::clear);
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
            queue.remove();
            if (size.decrementAndGet() == window / 2) {
                roomAgain.run();
            }
        }
    }

    private void clear() {
        size.addAndGet(-queue.size());
        queue.clear();
        roomAgain.run();
    }
}
