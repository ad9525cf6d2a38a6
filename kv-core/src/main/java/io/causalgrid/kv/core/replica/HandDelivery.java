package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.Mutation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write of another member that a client delivers by hand, in the terms of the simple API: arrays of totals in place of
 * dots.
 *
 * @param members whose totals the array holds, in its order
 * @param sender the index of the member that is said to have made it
 * @param clock one total a member, in member order: what the sender had seen, this write included
 */
public record HandDelivery(List<String> members, int sender, List<Long> clock, Mutation mutation) {
    /** @throws IllegalArgumentException if the sender has no entry, or any entry is negative, or the sender's is zero */
    public HandDelivery {
        members = List.copyOf(members);
        clock = List.copyOf(clock);
        if (clock.size() != members.size()) {
            throw new IllegalArgumentException("one entry for each of " + members.size() + " members is needed");
        }
        if (sender < 0 || sender >= clock.size()) {
            throw new IllegalArgumentException("the sender must be 0 to " + (clock.size() - 1));
        }
        if (clock.stream().anyMatch(entry -> entry < 0) || clock.get(sender) < 1) {
            throw new IllegalArgumentException("entries are 0 or more, and the sender's own is 1 or more");
        }
    }

    /** The name of the member that is said to have made it. */
    public String senderName() {
        return members.get(sender);
    }

    /** The sender's own entry: it counts this write. */
    long entry() {
        return clock.get(sender);
    }

    boolean isCoveredBy(VersionVector accepted) {
        return entry() <= accepted.total(senderName());
    }

    boolean isNextAfter(VersionVector accepted) {
        return !isCoveredBy(accepted) && firstLackAfter(accepted) == null;
    }

    /** So many writes of a member, which must come before a delivery can be next. */
    record Lack(String member, long count) {}

    /**
     * Something that is missing at a site that has accepted that much.
     *
     * @throws IllegalStateException if nothing is
     */
    Lack lackAfter(VersionVector accepted) {
        Lack lack = firstLackAfter(accepted);
        if (lack == null) {
            throw new IllegalStateException(this + " lacks nothing after " + accepted);
        }
        return lack;
    }

    private @Nullable Lack firstLackAfter(VersionVector accepted) {
        for (int i = 0; i < clock.size(); i++) {
            long needed = i == sender ? clock.get(i) - 1 : clock.get(i);
            if (needed > accepted.total(members.get(i))) {
                return new Lack(members.get(i), needed);
            }
        }
        return null;
    }

    /** The dots that the array stands for at a site that has accepted that much, without the write itself. */
    VersionVector dependencies(VersionVector accepted) {
        VersionVector dependencies = VersionVector.empty();
        for (int i = 0; i < clock.size(); i++) {
            long count = i == sender ? clock.get(i) - 1 : clock.get(i);
            dependencies = dependencies.merge(accepted.prefix(members.get(i), count));
        }
        return dependencies;
    }
}
