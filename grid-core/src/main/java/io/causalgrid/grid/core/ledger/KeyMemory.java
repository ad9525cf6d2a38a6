package io.causalgrid.grid.core.ledger;

import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which session each idempotency key has, or had: of an ended one, how it ended. A key is never forgotten while its session
 * lasts (connectors and queue bound these); those of ended sessions go, oldest first, when too many or too old. A session
 * that was never confirmed leaves no key behind.
 */
final class KeyMemory {
    /** A key's order, and the session that it has. */
    record Present(ChargeOrder order, String sessionId) {}

    /** A key's order, the session that it had, and since when that is over, by the steady clock. */
    record Past(ChargeOrder order, Session.Ended session, Instant since) {}

    private final int max;
    private final Duration age;
    private final Map<String, Present> present = new HashMap<>();
    private final Map<String, Past> past = new LinkedHashMap<>();
    private final List<String> forgotten = new ArrayList<>();

    KeyMemory(int max, Duration age) {
        this.max = max;
        this.age = age;
    }

    @Nullable
    Present present(String key) {
        return present.get(key);
    }

    @Nullable
    Past past(String key, Instant now) {
        Past entry = past.get(key);
        return entry == null || isOld(entry, now) ? null : entry;
    }

    void began(String key, ChargeOrder order, String sessionId) {
        past.remove(key);
        present.put(key, new Present(order, sessionId));
    }

    /** Its session is over, and was confirmed once. */
    void ended(String key, Session.Ended session, Instant now) {
        Present was = present.remove(key);
        if (was != null) {
            remember(key, new Past(was.order(), session, now));
        }
    }

    /** Its session never was, as far as the key is concerned. */
    void undone(String key) {
        present.remove(key);
    }

    void remember(String key, Past entry) {
        past.remove(key); // so that it goes to the young end
        past.put(key, entry);
        if (past.size() > max) {
            forgetEldest();
        }
    }

    void forgetOld(Instant now) {
        while (!past.isEmpty() && isOld(past.values().iterator().next(), now)) {
            forgetEldest();
        }
    }

    /** The keys that were forgotten since this was asked last. */
    List<String> takeForgotten() {
        List<String> taken = List.copyOf(forgotten);
        forgotten.clear();
        return taken;
    }

    /** The past ones, the oldest first. */
    Map<String, Past> past() {
        return past;
    }

    /** All there is, for comparing. */
    List<Object> contents() {
        return List.of(Map.copyOf(present), List.copyOf(past.entrySet()));
    }

    private void forgetEldest() {
        String eldest = past.keySet().iterator().next();
        past.remove(eldest);
        forgotten.add(eldest);
    }

    private boolean isOld(Past entry, Instant now) {
        return entry.since().isBefore(now.minus(age));
    }
}
