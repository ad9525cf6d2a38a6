package io.causalgrid.grid.core.ledger;

import io.causalgrid.grid.core.session.ChargeOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each idempotency key led to, and which attempts were taken back. A key is never forgotten while its session lasts
 * (connectors and queue bound these); ended keys and released attempts go, oldest first, when too many or too old.
 */
final class KeyMemory {
    /** A key's order and its first answer, or for one that had to wait its latest. */
    record Answered(ChargeOrder order, Admission.Admitted answer) {}

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
    Answered answer(String key, Instant now) {
        Answered answered = active.get(key);
        if (answered != null) {
            return answered;
        }
        Aged<Answered> entry = ended.get(key);
        return entry == null || isOld(entry, now) ? null : entry.value();
    }

    boolean isReleased(ChargeKey key, Instant now) {
        Aged<Boolean> entry = released.get(key);
        return entry != null && !isOld(entry, now);
    }

    void answered(String key, ChargeOrder order, Admission.Admitted answer) {
        ended.remove(key);
        active.put(key, new Answered(order, answer));
    }

    /** An active key has a newer answer. */
    void answeredAnew(String key, Admission.Admitted answer) {
        active.computeIfPresent(key, (_, before) -> new Answered(before.order(), answer));
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
        removeOld(ended, now);
        removeOld(released, now);
    }

    /** All there is, for comparing. */
    List<Object> contents() {
        return List.of(Map.copyOf(active), List.copyOf(ended.entrySet()), List.copyOf(released.entrySet()));
    }

    private <K, T> void add(Map<K, Aged<T>> entries, K key, T value, Instant now) {
        entries.remove(key); // so that it goes to the young end
        entries.put(key, new Aged<>(value, now));
        if (entries.size() > max) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    private <K, T> void removeOld(Map<K, Aged<T>> entries, Instant now) {
        var eldest = entries.values().iterator();
        while (eldest.hasNext() && isOld(eldest.next(), now)) {
            eldest.remove();
        }
    }

    private boolean isOld(Aged<?> entry, Instant now) {
        return entry.since().isBefore(now.minus(age));
    }
}
