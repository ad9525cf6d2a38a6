package io.causalgrid.grid.core.ledger;

/** Where a ledger's events go before they take effect. */
@FunctionalInterface
public interface LedgerJournal {
    /** Keeps nothing. */
    LedgerJournal NONE = _ -> {};

    /** Takes an event. If it throws, the change does not take place. Called by the ledger's thread, in order. */
    void append(LedgerEvent event);
}
