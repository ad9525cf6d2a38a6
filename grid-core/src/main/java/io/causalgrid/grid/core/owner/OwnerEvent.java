package io.causalgrid.grid.core.owner;

import io.causalgrid.grid.core.feeder.Loan;
import io.causalgrid.grid.core.ledger.LedgerEvent;
import io.causalgrid.grid.core.ledger.Moment;
import java.util.Map;

/** One line of an owner's journal. */
public sealed interface OwnerEvent {
    Moment at();

    /** The ledger changed. */
    record Booked(LedgerEvent event) implements OwnerEvent {
        @Override
        public Moment at() {
            return event.at();
        }
    }

    /**
     * The most that connectors may allow from now on, whoever orders it; in the journal before an order that raises is sent.
     *
     * @param amps by the connectors' ids
     */
    record Allowed(Moment at, Map<String, Double> amps) implements OwnerEvent {
        public Allowed {
            amps = Map.copyOf(amps);
        }
    }

    /** A part of the substation's right to its feeder is lent; in the journal before the borrower hears of it. */
    record Lent(Moment at, Loan loan) implements OwnerEvent {}
}
