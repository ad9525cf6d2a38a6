package io.causalgrid.grid.core.ledger;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which connectors are taken. Of the free ones the first is given out. Confined to one thread. */
final class Connectors {
    private final List<String> ids;
    private final Map<String, Integer> positions = new HashMap<>();
    private final BitSet taken = new BitSet();

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

    /** A free one; null if all are taken. */
    @Nullable
    String free() {
        int position = taken.nextClearBit(0);
        return position < ids.size() ? ids.get(position) : null;
    }

    /**
     * Takes one for a session.
     *
     * @throws IllegalStateException if it is not free, or not there
     */
    void take(String id, String session) {
        Integer position = positions.get(id);
        if (position == null) {
            throw new IllegalStateException("there is no connector " + id + ", which " + session + " holds");
        }
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
