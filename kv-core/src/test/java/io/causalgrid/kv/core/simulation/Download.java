package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.StatePoint;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as far as it was copied.
 *
 * @param peer from whom
 * @param snapshot the peer's name for it; empty as long as it has not said
 * @param point how far the peer had come; null as long as it has not said
 * @param lastKey the key copied last; null before the first
 * @param begun by which life of the copying site
 */
record Download(
        String peer,
        String snapshot,
        @Nullable StatePoint point,
        SortedMap<String, Register> registers,
        @Nullable String lastKey,
        boolean isComplete,
        int begun) {
    static Download from(String peer, int life) {
        return new Download(peer, "", null, new TreeMap<>(StateImage.KEY_ORDER), null, false, life);
    }

    /** With a page more. A page of another snapshot takes the place of all there is. */
    Download with(Page page) {
        var grown = new TreeMap<String, Register>(StateImage.KEY_ORDER);
        if (page.snapshot().equals(snapshot)) {
            grown.putAll(registers);
        }
        grown.putAll(page.registers());
        String last = page.registers().isEmpty() ? lastKey : page.registers().lastKey();
        return new Download(peer, page.snapshot(), page.point(), grown, last, page.isLast(), begun);
    }

    /**
     * Some registers of a snapshot.
     *
     * @param after the key they follow on; null if they are the first
     */
    record Page(
            String snapshot,
            StatePoint point,
            @Nullable String after,
            SortedMap<String, Register> registers,
            boolean isLast) {}
}
