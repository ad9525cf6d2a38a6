package io.causalgrid.grid.service.store;

import io.causalgrid.grid.core.ledger.LedgerEvent;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.owner.Batch;
import io.causalgrid.grid.core.owner.OwnerEvent;
import io.causalgrid.grid.core.session.EndReason;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.StateChange;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What readers find of sessions, beside the events: the open ones, the records of ended ones, and the latest of each vehicle. An
 * owner that was fenced may overwrite these for a moment, so nothing is decided by them.
 */
record Projections(String substation) {
    private static final int SESSION_FORMAT = 2;
    private static final int VEHICLE_FORMAT = 1;

    /** A session as readers find it. */
    private record SessionDocument(
            int version,
            String id,
            String substation,
            String vehicleId,
            String connector,
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
        Map<String, Instant> ends = ends(batch);
        Instant written = batch.events().isEmpty()
                ? Instant.EPOCH
                : batch.events().getLast().at().wall();
        for (Session session : batch.sessions()) {
            String id = session.terms().id();
            switch (session) {
                case Session.Ended ended -> {
                    Instant at = ends.getOrDefault(id, written); // a book has no ends
                    String date = LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
                    Value record =
                            JournalCodec.value(document(ended, ended.because().label()));
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
            Value document = JournalCodec.value(new VehicleDocument(VEHICLE_FORMAT, id, substation));
            parts.add(document, part -> part.put(Key.of(Names.vehicle(vehicle)), document));
        });
    }

    /** When its sessions ended, by the wall clock: a batch may have waited for the store for hours. */
    private static Map<String, Instant> ends(Batch batch) {
        Map<String, Instant> ends = new HashMap<>();
        for (OwnerEvent event : batch.events()) {
            if (event instanceof OwnerEvent.Booked(LedgerEvent.Ended(Moment at, String id, EndReason _))) {
                ends.put(id, at.wall());
            }
        }
        return ends;
    }

    private SessionDocument document(Session session, @Nullable String because) {
        var terms = session.terms();
        return new SessionDocument(
                SESSION_FORMAT,
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
