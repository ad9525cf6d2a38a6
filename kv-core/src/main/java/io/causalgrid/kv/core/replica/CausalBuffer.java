package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that wait for their causes, within bounds. Of each origin only the one with the lowest sequence number
 * can ever be next, so looking for a deliverable one costs a step for each origin, however many wait.
 */
final class CausalBuffer {
    private final BufferBounds bounds;
    private final SortedMap<SiteId, TreeMap<Long, Transaction>> waiting = new TreeMap<>();
    private int size;
    private long bytes;

    CausalBuffer(BufferBounds bounds) {
        this.bounds = bounds;
    }

    int size() {
        return size;
    }

    /** About how much memory what waits takes. */
    long bytes() {
        return bytes;
    }

    Delivery add(Transaction transaction) {
        var ofOrigin = waiting.get(transaction.dot().site());
        if (ofOrigin != null && ofOrigin.containsKey(transaction.dot().sequence())) {
            return Delivery.DUPLICATE;
        }
        if (!bounds.allow(size, bytes, transaction.memoryBytes())) {
            return Delivery.NO_ROOM;
        }
        waiting.computeIfAbsent(transaction.dot().site(), _ -> new TreeMap<>())
                .put(transaction.dot().sequence(), transaction);
        size++;
        bytes += transaction.memoryBytes();
        return Delivery.BUFFERED;
    }

    /** Takes one out whose causes are all in that vector; null if there is none. Drops what the vector covers. */
    @Nullable
    Transaction takeDeliverable(VersionVector accepted) {
        var origins = waiting.values().iterator();
        while (origins.hasNext()) {
            TreeMap<Long, Transaction> ofOrigin = origins.next();
            Transaction next = null;
            while (next == null && !ofOrigin.isEmpty()) {
                Transaction first = ofOrigin.firstEntry().getValue();
                if (accepted.contains(first.dot())) {
                    removeFirst(ofOrigin);
                } else if (first.isNextAfter(accepted)) {
                    next = removeFirst(ofOrigin);
                } else {
                    break;
                }
            }
            if (ofOrigin.isEmpty()) {
                origins.remove();
            }
            if (next != null) {
                return next;
            }
        }
        return null;
    }

    private Transaction removeFirst(NavigableMap<Long, Transaction> ofOrigin) {
        Transaction removed = ofOrigin.pollFirstEntry().getValue();
        size--;
        bytes -= removed.memoryBytes();
        return removed;
    }

    /** The first so many that wait, origin by origin. */
    List<Transaction> first(int limit) {
        var all = new ArrayList<Transaction>();
        for (TreeMap<Long, Transaction> ofOrigin : waiting.values()) {
            ofOrigin.values().stream().limit((long) limit - all.size()).forEach(all::add);
        }
        return all;
    }
}
