package io.causalgrid.grid.core.ledger;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which connectors are taken. Of the free ones the first is given out. A journal may tell of connectors that are not there any more;
 * they can be taken and released, but are not given out. Confined to one thread.
 */
final class Connectors {
    private final List<String> ids;
    private final Map<String, Integer> positions = new HashMap<>();
    private final BitSet taken = new BitSet();
    private final BitSet withheld = new BitSet();

    /** All free. */
    Connectors(List<String> ids) {
        this.ids = List.copyOf(ids);
        for (int position = 0; position < ids.size(); position++) {
            positions.put(ids.get(position), position);
        }
    }

    int count() {
        return ids.size();
    }

    /** A free one; null if there is none. */
    @Nullable
    String free() {
        int position = taken.nextClearBit(0);
        while (withheld.get(position)) {
            position = taken.nextClearBit(position + 1);
        }
        return position < ids.size() ? ids.get(position) : null;
    }

    /** From now on only these are given out. */
    void offerOnly(Predicate<String> wanted) {
        for (int position = 0; position < ids.size(); position++) {
            withheld.set(position, !wanted.test(ids.get(position)));
        }
    }

    /**
     * Takes one for a session.
     *
     * @throws IllegalStateException if it is not free
     */
    void take(String id, String session) {
        int position = positions.computeIfAbsent(id, _ -> positions.size());
        if (taken.get(position)) {
            throw new IllegalStateException("connector " + id + " is not free for " + session);
        }
        taken.set(position);
    }

    /** Takes back one that was taken. */
    void release(String id) {
        Integer position = positions.get(id);
        if (position != null) {
            taken.clear(position);
        }
    }

    /** The positions of those that are taken, copied. */
    BitSet taken() {
        return (BitSet) taken.clone();
    }
}
