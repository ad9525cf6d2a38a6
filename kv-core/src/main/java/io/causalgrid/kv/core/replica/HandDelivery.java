package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.Mutation;
import java.util.List;

/**
 * A write of another member that a client delivers by hand, in the terms of the simple API: arrays of totals in place of
 * dots.
 *
 * @param sender the index of the member that is said to have made it
 * @param clock one total a member, in member order: what the sender had seen, this write included
 */
public record HandDelivery(int sender, List<Long> clock, Mutation mutation) {
    /** @throws IllegalArgumentException if the sender has no entry, or any entry is negative, or the sender's is zero */
    public HandDelivery {
        clock = List.copyOf(clock);
        if (sender < 0 || sender >= clock.size()) {
            throw new IllegalArgumentException("the sender must be 0 to " + (clock.size() - 1));
        }
        if (clock.stream().anyMatch(entry -> entry < 0) || clock.get(sender) < 1) {
            throw new IllegalArgumentException("entries are 0 or more, and the sender's own is 1 or more");
        }
    }

    boolean isCoveredBy(List<String> members, VersionVector accepted) {
        return clock.get(sender) <= accepted.total(members.get(sender));
    }

    boolean isNextAfter(List<String> members, VersionVector accepted) {
        for (int i = 0; i < clock.size(); i++) {
            long seen = accepted.total(members.get(i));
            if (i == sender ? clock.get(i) != seen + 1 : clock.get(i) > seen) {
                return false;
            }
        }
        return true;
    }

    /** The dots that the array stands for at a site that has accepted that much, without the write itself. */
    VersionVector dependencies(List<String> members, VersionVector accepted) {
        VersionVector dependencies = VersionVector.empty();
        for (int i = 0; i < clock.size(); i++) {
            long count = i == sender ? clock.get(i) - 1 : clock.get(i);
            dependencies = dependencies.merge(accepted.prefix(members.get(i), count));
        }
        return dependencies;
    }
}
