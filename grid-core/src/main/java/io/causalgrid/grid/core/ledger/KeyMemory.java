package io.causalgrid.grid.core.ledger;

import io.causalgrid.grid.core.session.ChargeOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each idempotency key led to. A key is never forgotten while its session lasts (connectors bound these); after
 * that, and for keys released without a session, the oldest go first when there are too many or they are too old.
 */
final class KeyMemory {
    sealed interface Entry {
        record Answered(ChargeOrder order, Admission.Accepted answer) implements Entry {}

        record Released() implements Entry {}
    }

    private record Settled(Entry entry, Instant since) {}

    private final int settledMax;
    private final Duration settledAge;
    private final Map<String, Entry.Answered> active = new HashMap<>();
    private final Map<String, Settled> settled = new LinkedHashMap<>();

    KeyMemory(int settledMax, Duration settledAge) {
        this.settledMax = settledMax;
        this.settledAge = settledAge;
    }

    @Nullable
    Entry find(String key, Instant now) {
        forgetOlderThan(now.minus(settledAge));
        Entry.Answered answered = active.get(key);
        if (answered != null) {
            return answered;
        }
        Settled entry = settled.get(key);
        return entry == null ? null : entry.entry();
    }

    void started(String key, ChargeOrder order, Admission.Accepted answer) {
        active.put(key, new Entry.Answered(order, answer));
    }

    void ended(String key, Instant now) {
        Entry.Answered answered = active.remove(key);
        if (answered != null) {
            settle(key, answered, now);
        }
    }

    void released(String key, Instant now) {
        active.remove(key);
        settle(key, new Entry.Released(), now);
    }

    private void settle(String key, Entry entry, Instant now) {
        settled.remove(key); // so that it goes to the young end
        settled.put(key, new Settled(entry, now));
        if (settled.size() > settledMax) {
            settled.remove(settled.keySet().iterator().next());
        }
    }

    private void forgetOlderThan(Instant limit) {
        var eldest = settled.values().iterator();
        while (eldest.hasNext() && eldest.next().since().isBefore(limit)) {
            eldest.remove();
        }
    }
}
