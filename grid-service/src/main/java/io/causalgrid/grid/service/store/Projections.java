package io.causalgrid.grid.service.store;

import io.causalgrid.grid.core.owner.Batch;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.StateChange;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What readers find of sessions, beside the events: the open ones, the records of ended ones, and the latest of each vehicle. An
 * owner that was fenced may overwrite these for a moment, so nothing is decided by them.
 */
record Projections(String substation) {
    private static final int FORMAT = 1;

    /** A session as readers find it. */
    private record SessionDocument(
            int version,
            String id,
            String substation,
            String vehicleId,
            int connector,
            String state,
            @Nullable String endedBecause,
            double requestedWattHours,
            double deliveredWattHours,
            double maxPowerWatts,
            Instant start,
            Instant departBy,
            List<StateChange> history) {}

    /** Where a vehicle's latest session is. */
    private record VehicleDocument(int version, String session, String substation) {}

    /** Adds what a batch's sessions have become. */
    void of(Batch batch, Parts parts) {
        Map<String, String> latest = new LinkedHashMap<>();
        Instant now = batch.events().isEmpty()
                ? Instant.EPOCH
                : batch.events().getLast().at().wall();
        for (Session session : batch.sessions()) {
            String id = session.terms().id();
            switch (session) {
                case Session.Ended ended -> {
                    String date = LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
                    Value record =
                            JournalCodec.value(document(ended, ended.because().name()));
                    parts.add(record, part -> part.put(Key.of(Names.record(date, id)), record));
                    parts.add(part -> part.delete(Key.of(Names.session(id))));
                }
                case Session.Connected connected -> {
                    Value document = JournalCodec.value(document(connected, null));
                    parts.add(document, part -> part.put(Key.of(Names.session(id)), document));
                    latest.put(connected.terms().request().vehicleId(), id);
                }
                case Session.Reserved _, Session.Queued _ -> {}
            }
        }
        latest.forEach((vehicle, id) -> {
            Value document = JournalCodec.value(new VehicleDocument(FORMAT, id, substation));
            parts.add(document, part -> part.put(Key.of(Names.vehicle(vehicle)), document));
        });
    }

    private SessionDocument document(Session session, @Nullable String because) {
        var terms = session.terms();
        return new SessionDocument(
                FORMAT,
                terms.id(),
                substation,
                terms.request().vehicleId(),
                terms.connector(),
                session.state().label(),
                because,
                terms.request().energyWattHours(),
                session.deliveredWattHours(),
                terms.request().maxPowerWatts(),
                terms.start(),
                terms.request().departBy(),
                session.history());
    }
}
