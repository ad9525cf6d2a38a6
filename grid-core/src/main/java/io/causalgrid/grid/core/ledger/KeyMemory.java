package io.causalgrid.grid.core.ledger;

import io.causalgrid.grid.core.session.ChargeOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each idempotency key led to, and which attempts were taken back. A key is never forgotten while its session lasts
 * (connectors bound these); ended keys and released attempts go, oldest first, when too many or too old.
 */
final class KeyMemory {
    record Answered(ChargeOrder order, Admission.Accepted answer) {}

    private record Aged<T>(T value, Instant since) {}

    private final int max;
    private final Duration age;
    private final Map<String, Answered> active = new HashMap<>();
    private final Map<String, Aged<Answered>> ended = new LinkedHashMap<>();
    private final Map<ChargeKey, Aged<Boolean>> released = new LinkedHashMap<>();

    KeyMemory(int max, Duration age) {
        this.max = max;
        this.age = age;
    }

    @Nullable
    Answered answer(String key) {
        Answered answered = active.get(key);
        if (answered != null) {
            return answered;
        }
        Aged<Answered> entry = ended.get(key);
        return entry == null ? null : entry.value();
    }

    boolean isReleased(ChargeKey key) {
        return released.containsKey(key);
    }

    void started(String key, ChargeOrder order, Admission.Accepted answer) {
        ended.remove(key);
        active.put(key, new Answered(order, answer));
    }

    void ended(String key, Instant now) {
        Answered answered = active.remove(key);
        if (answered != null) {
            add(ended, key, answered, now);
        }
    }

    /** Its session never was, as far as the key is concerned: the key is free for another attempt. */
    void undone(String key) {
        active.remove(key);
        ended.remove(key);
    }

    void released(ChargeKey key, Instant now) {
        add(released, key, true, now);
    }

    void forgetOld(Instant now) {
        removeBefore(ended, now.minus(age));
        removeBefore(released, now.minus(age));
    }

    private <K, T> void add(Map<K, Aged<T>> entries, K key, T value, Instant now) {
        entries.remove(key); // so that it goes to the young end
        entries.put(key, new Aged<>(value, now));
        if (entries.size() > max) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    private static <K, T> void removeBefore(Map<K, Aged<T>> entries, Instant limit) {
        var eldest = entries.values().iterator();
        while (eldest.hasNext() && eldest.next().since().isBefore(limit)) {
            eldest.remove();
        }
    }
}
