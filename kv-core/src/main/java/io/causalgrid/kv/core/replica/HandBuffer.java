package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.VersionVector;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes delivered by hand that wait for their causes. Each is filed under one thing that it lacks, so many writes of one
 * member, and looked at again when that is here; and under what makes it a duplicate. Looking for one that can be next costs
 * a step for each member, however many wait.
 */
final class HandBuffer {
    private final Map<HandDelivery, HandDelivery.Lack> waiting = new LinkedHashMap<>();
    private final Index lacking = new Index();
    private final Index bySender = new Index();
    private long bytes;

    /** Deliveries by a member and a number of its writes. */
    private static final class Index {
        private final Map<String, TreeMap<Long, LinkedHashSet<HandDelivery>>> entries = new HashMap<>();

        void add(String member, long count, HandDelivery delivery) {
            entries.computeIfAbsent(member, _ -> new TreeMap<>())
                    .computeIfAbsent(count, _ -> new LinkedHashSet<>())
                    .add(delivery);
        }

        void remove(String member, long count, HandDelivery delivery) {
            entries.computeIfPresent(member, (_, counts) -> {
                counts.computeIfPresent(count, (_, filed) -> {
                    filed.remove(delivery);
                    return filed.isEmpty() ? null : filed;
                });
                return counts.isEmpty() ? null : counts;
            });
        }

        /** One that is filed under no more writes of its member than there are; null if there is none. */
        @Nullable
        HandDelivery firstWithin(VersionVector accepted) {
            for (Map.Entry<String, TreeMap<Long, LinkedHashSet<HandDelivery>>> member : entries.entrySet()) {
                SortedMap<Long, LinkedHashSet<HandDelivery>> counts = member.getValue();
                if (counts.firstKey() <= accepted.total(member.getKey())) {
                    return counts.firstEntry().getValue().getFirst();
                }
            }
            return null;
        }
    }

    int size() {
        return waiting.size();
    }

    /** About how much memory what waits takes. */
    long bytes() {
        return bytes;
    }

    boolean contains(HandDelivery delivery) {
        return waiting.containsKey(delivery);
    }

    /** Adds one that cannot be next after that vector, and is not covered by it. */
    void add(HandDelivery delivery, VersionVector accepted) {
        bySender.add(delivery.senderName(), delivery.entry(), delivery);
        bytes += delivery.mutation().memoryBytes();
        file(delivery, accepted);
    }

    /** Takes one out whose causes are all in that vector; null if there is none. Drops what the vector covers. */
    @Nullable
    HandDelivery takeDeliverable(VersionVector accepted) {
        for (var covered = bySender.firstWithin(accepted); covered != null; covered = bySender.firstWithin(accepted)) {
            remove(covered);
        }
        for (var candidate = lacking.firstWithin(accepted);
                candidate != null;
                candidate = lacking.firstWithin(accepted)) {
            if (candidate.isNextAfter(accepted)) {
                remove(candidate);
                return candidate;
            }
            unfile(candidate);
            file(candidate, accepted);
        }
        return null;
    }

    List<HandDelivery> first(int limit) {
        return waiting.keySet().stream().limit(limit).toList();
    }

    private void remove(HandDelivery delivery) {
        unfile(delivery);
        waiting.remove(delivery);
        bySender.remove(delivery.senderName(), delivery.entry(), delivery);
        bytes -= delivery.mutation().memoryBytes();
    }

    private void file(HandDelivery delivery, VersionVector accepted) {
        HandDelivery.Lack lack = delivery.lackAfter(accepted);
        waiting.put(delivery, lack);
        lacking.add(lack.member(), lack.count(), delivery);
    }

    private void unfile(HandDelivery delivery) {
        HandDelivery.Lack lack = waiting.get(delivery);
        if (lack != null) {
            lacking.remove(lack.member(), lack.count(), delivery);
        }
    }
}
