package io.causalgrid.grid.service;

import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.service.wire.ReservationAnswer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What stub substations have told each other of keys. They decide while they hold its monitor, one after the other. */
final class StubStore {
    private record Entry(String substation, String sessionId, ChargeOrder order, String state, Instant until) {}

    private static final String RESERVED = "reserved";

    private final Map<String, Entry> keys = new HashMap<>();

    /** Raised when the key was given with another order. */
    static final class Reused extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** What a substation is to say of a key that another one has. */
    Optional<ReservationAnswer> rival(String key, String substation, ChargeOrder order) throws Reused {
        Entry entry = keys.get(key);
        if (entry == null
                || entry.substation().equals(substation)
                || (entry.state().equals(RESERVED) && !Instant.now().isBefore(entry.until()))) {
            return Optional.empty();
        }
        if (!entry.order().equals(order)) {
            throw new Reused();
        }
        return Optional.of(
                entry.state().equals(RESERVED)
                        ? new ReservationAnswer.UnderWay(entry.substation())
                        : new ReservationAnswer.Elsewhere(entry.substation(), entry.sessionId(), entry.state()));
    }

    void reserved(String key, String substation, String sessionId, ChargeOrder order, Instant until) {
        keys.put(key, new Entry(substation, sessionId, order, RESERVED, until));
    }

    /** The session is in that state now; unknown ones are none of its business. */
    void became(String sessionId, String state) {
        keys.replaceAll((_, entry) -> entry.sessionId().equals(sessionId)
                ? new Entry(entry.substation(), sessionId, entry.order(), state, entry.until())
                : entry);
    }

    void forget(String sessionId) {
        keys.values().removeIf(entry -> entry.sessionId().equals(sessionId));
    }

    void forgetAllOf(String substation) {
        keys.values().removeIf(entry -> entry.substation().equals(substation));
    }
}
