package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes delivered by hand that wait for their causes. Of each sender only those that follow directly on what is
 * accepted can be next, so looking for one costs a step for each sender.
 */
final class HandBuffer {
    private final SortedMap<String, TreeMap<Long, List<HandDelivery>>> waiting = new TreeMap<>();
    private int size;
    private long bytes;

    int size() {
        return size;
    }

    /** About how much memory what waits takes. */
    long bytes() {
        return bytes;
    }

    boolean contains(HandDelivery delivery) {
        var ofSender = waiting.get(delivery.senderName());
        return ofSender != null
                && ofSender.getOrDefault(delivery.entry(), List.of()).contains(delivery);
    }

    void add(HandDelivery delivery) {
        waiting.computeIfAbsent(delivery.senderName(), _ -> new TreeMap<>())
                .computeIfAbsent(delivery.entry(), _ -> new ArrayList<>(1))
                .add(delivery);
        size++;
        bytes += delivery.mutation().memoryBytes();
    }

    /** Takes one out whose causes are all in that vector; null if there is none. Drops what the vector covers. */
    @Nullable
    HandDelivery takeDeliverable(VersionVector accepted) {
        HandDelivery found = null;
        var senders = waiting.entrySet().iterator();
        while (found == null && senders.hasNext()) {
            var sender = senders.next();
            TreeMap<Long, List<HandDelivery>> ofSender = sender.getValue();
            long next = accepted.total(sender.getKey()) + 1;
            var covered = ofSender.headMap(next);
            covered.values().forEach(dropped -> dropped.forEach(this::removed));
            covered.clear();
            found = takeFirst(ofSender, next, accepted);
            if (ofSender.isEmpty()) {
                senders.remove();
            }
        }
        return found;
    }

    List<HandDelivery> first(int limit) {
        return waiting.values().stream()
                .flatMap(ofSender -> ofSender.values().stream())
                .flatMap(List::stream)
                .limit(limit)
                .toList();
    }

    private @Nullable HandDelivery takeFirst(
            SortedMap<Long, List<HandDelivery>> ofSender, long entry, VersionVector accepted) {
        List<HandDelivery> candidates = ofSender.getOrDefault(entry, List.of());
        for (HandDelivery candidate : candidates) {
            if (candidate.isNextAfter(accepted)) {
                candidates.remove(candidate);
                removed(candidate);
                if (candidates.isEmpty()) {
                    ofSender.remove(entry);
                }
                return candidate;
            }
        }
        return null;
    }

    private void removed(HandDelivery delivery) {
        size--;
        bytes -= delivery.mutation().memoryBytes();
    }
}
