package io.causalgrid.grid.core.charging;

import io.causalgrid.grid.core.ledger.Ledger;
import io.causalgrid.grid.core.owner.Batch;
import io.causalgrid.grid.core.owner.Input;
import io.causalgrid.grid.core.owner.KeyFinding;
import io.causalgrid.grid.core.owner.KeyRecord;
import io.causalgrid.grid.core.owner.OwnerEvent;
import io.causalgrid.grid.core.owner.SubstationOwner;
import io.causalgrid.grid.core.plant.Order;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plants the bugs that are planted between an owner and what surrounds it. */
final class Plants {
    private final Flaw flaw;
    private final SubstationOwner owner;
    private final Substation substation;
    private final Map<String, ChargeOrder> firstOrders = new HashMap<>();
    private final Map<String, KeyRecord> reserved = new HashMap<>();
    private final Set<String> writtenKeys = new HashSet<>();

    Plants(Flaw flaw, SubstationOwner owner, Substation substation) {
        this.flaw = flaw;
        this.owner = owner;
        this.substation = substation;
    }

    Input.Ask asked(Input.Ask ask) {
        return switch (ask) {
            case Input.Reserve(long number, var attempt, boolean isNew, var order)
            when flaw == Flaw.ORDER_NOT_COMPARED -> {
                ChargeOrder first = firstOrders.computeIfAbsent(attempt.key(), _ -> order);
                yield new Input.Reserve(number, attempt, isNew, first);
            }
            case Input.GiveBack(long number, var attempt)
            when flaw == Flaw.GIVE_BACK_MATCHES_ANY_ATTEMPT -> {
                List<Session.Open> open = new ArrayList<>(owner.ledger().active());
                open.addAll(owner.ledger().queued());
                yield open.stream()
                        .flatMap(
                                session -> owner.ledger().origin(session.terms().id()).stream())
                        .map(Ledger.Origin::attempt)
                        .filter(other -> other.key().equals(attempt.key()))
                        .findFirst()
                        .map(other -> new Input.GiveBack(number, other))
                        .orElse(new Input.GiveBack(number, attempt));
            }
            case Input.Ask same -> same;
        };
    }

    Batch written(Batch batch) {
        batch.keys().forEach((key, record) -> {
            writtenKeys.add(key);
            record.ifPresent(said -> reserved.put(key, said));
        });
        if (flaw != Flaw.EXPIRED_RESERVATIONS_KEEP_KEYS) {
            return batch;
        }
        Map<String, Optional<KeyRecord>> keys = new HashMap<>(batch.keys());
        keys.replaceAll((key, record) -> record.isPresent() || !reserved.containsKey(key)
                ? record
                : Optional.of(in(reserved.get(key), KeyRecord.State.ENDED)));
        return new Batch(batch.number(), batch.isBook(), batch.events(), batch.sessions(), keys);
    }

    /** For a batch with a raise. */
    boolean isSaidToBeStoredAtOnce(Batch batch) {
        return flaw == Flaw.RAISE_BEFORE_JOURNAL
                && !batch.isBook()
                && batch.events().stream().anyMatch(OwnerEvent.Allowed.class::isInstance);
    }

    /** A lease that lasts for as long as the owner reckons with, whenever the order arrives. */
    Order sent(Order order) {
        Duration margin = Times.of(Times.TRANSIT_MILLIS + Times.SKEW_MILLIS);
        return flaw == Flaw.LEASES_WITHOUT_MARGIN
                ? new Order(
                        order.connector(),
                        order.number(),
                        order.amps(),
                        order.lease().plus(margin),
                        order.raises())
                : order;
    }

    Map<String, List<KeyFinding>> read(Map<String, List<KeyFinding>> findings) {
        Map<String, List<KeyFinding>> told = new HashMap<>(findings);
        if (flaw == Flaw.KEY_NOT_READ_AGAIN) {
            told.keySet().removeAll(writtenKeys);
        }
        if (flaw == Flaw.CONFIRMATION_TOO_LATE) {
            told.replaceAll((_, found) -> found.stream()
                    .map(finding -> new KeyFinding(shortened(finding.record()), finding.version()))
                    .toList());
        }
        return told;
    }

    private KeyRecord shortened(KeyRecord record) {
        return record.substation().equals(substation.id())
                ? record
                : new KeyRecord(
                        record.key(),
                        record.substation(),
                        record.sessionId(),
                        record.number(),
                        record.state(),
                        record.order(),
                        Times.of(Times.RESERVATION_MILLIS));
    }

    private static KeyRecord in(KeyRecord record, KeyRecord.State state) {
        return new KeyRecord(
                record.key(),
                record.substation(),
                record.sessionId(),
                record.number(),
                state,
                record.order(),
                record.lasts());
    }
}
