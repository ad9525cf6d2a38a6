package io.causalgrid.grid.core.ledger;

import java.time.Duration;

/**
 * The bounds of a ledger; all positive.
 *
 * @param connectors sessions it can hold at once
 * @param keysMax idempotency keys remembered after their session ended or was released
 * @param keyAge how long such a key is remembered at the most
 * @param endedMax ended sessions that can still be looked at
 */
public record LedgerLimits(int connectors, int keysMax, Duration keyAge, int endedMax) {
    public LedgerLimits {
        if (connectors < 1 || keysMax < 1 || !keyAge.isPositive() || endedMax < 1) {
            throw new IllegalArgumentException("all limits of a ledger must be positive");
        }
    }
}
