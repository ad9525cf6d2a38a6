package io.causalgrid.grid.core.ledger;

import java.time.Duration;

/**
 * The bounds of a ledger; all positive but the queue's, which may be 0.
 *
 * @param queueMax sessions that may wait for a connector
 * @param reservationAge how long a reservation lasts without being confirmed
 * @param keysMax idempotency keys remembered after their session ended or was released
 * @param keyAge how long such a key is remembered at the most
 * @param endedMax ended sessions that can still be looked at
 */
public record LedgerLimits(int queueMax, Duration reservationAge, int keysMax, Duration keyAge, int endedMax) {
    public LedgerLimits {
        if (keysMax < 1 || !keyAge.isPositive() || endedMax < 1 || !reservationAge.isPositive()) {
            throw new IllegalArgumentException("all limits of a ledger but the queue's must be positive");
        }
        if (queueMax < 0) {
            throw new IllegalArgumentException("a queue of " + queueMax);
        }
    }
}
