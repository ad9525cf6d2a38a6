package io.causalgrid.grid.service.store;

import io.causalgrid.grid.core.ledger.Attempt;
import io.causalgrid.grid.core.ledger.LedgerEvent;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.owner.Batch;
import io.causalgrid.grid.core.owner.KeyRecord;
import io.causalgrid.grid.core.owner.OwnerEvent;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.SessionDefaults;
import io.causalgrid.grid.core.session.SessionTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Events, sessions and records to write down. */
final class Samples {
    static final Instant WALL = Instant.parse("2026-03-01T08:00:00.123456789Z");
    static final Moment AT = new Moment(WALL, Instant.EPOCH.plusNanos(1), Instant.parse("2026-03-01T09:00:00Z"));
    static final ChargeOrder ORDER = new ChargeOrder("Zoë/7%🚗", null, null, 7_400.5);

    private Samples() {}

    static SessionTerms terms(String id) {
        return new SessionTerms(id, "3", ORDER.from(WALL, WALL, SessionDefaults.STANDARD), WALL, 5_000);
    }

    static OwnerEvent reserved(String key) {
        return new OwnerEvent.Booked(new LedgerEvent.Reserved(
                AT, new Attempt(key, Attempt.DIRECT), ORDER, terms("s-" + key), WALL.plusSeconds(30)));
    }

    static OwnerEvent standing(String key) {
        return new OwnerEvent.Booked(new LedgerEvent.Standing(
                AT, new Attempt(key, Attempt.DIRECT), ORDER, Session.start(terms("s-" + key), WALL)));
    }

    static OwnerEvent delivered(double wattHours) {
        return new OwnerEvent.Booked(new LedgerEvent.Delivered(AT, Map.of("s-1", wattHours)));
    }

    static Batch book(long number, OwnerEvent... events) {
        return new Batch(number, true, List.of(events), List.of(), Map.of());
    }

    static Batch batch(long number, OwnerEvent... events) {
        return new Batch(number, false, List.of(events), List.of(), Map.of());
    }

    static Batch says(long number, String key, Optional<KeyRecord> record) {
        return new Batch(number, false, List.of(), List.of(), Map.of(key, record));
    }

    static KeyRecord record(String key, String substation, KeyRecord.State state) {
        return new KeyRecord(key, substation, "s-" + key, 1, state, ORDER, Duration.ofSeconds(30));
    }
}
