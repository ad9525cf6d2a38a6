package io.causalgrid.grid.core.owner;

import io.causalgrid.grid.core.session.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be written at once, all of it or nothing. Batches are written in the order of their numbers, each only when the
 * one before is safe.
 *
 * @param number counts an owner's batches from 1
 * @param isBook whether the events make the whole owner again, so that all earlier ones can go
 * @param events in order
 * @param sessions those that began, changed their state or ended, as they are now
 * @param keys what to say of keys from now on; nothing of those without a record
 */
public record Batch(
        long number,
        boolean isBook,
        List<OwnerEvent> events,
        List<Session> sessions,
        Map<String, Optional<KeyRecord>> keys) {
    public Batch {
        events = List.copyOf(events);
        sessions = List.copyOf(sessions);
        keys = Map.copyOf(keys);
    }
}
