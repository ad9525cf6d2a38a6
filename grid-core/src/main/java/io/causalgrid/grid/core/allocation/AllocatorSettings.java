package io.causalgrid.grid.core.allocation;

import java.time.Duration;

/**
 * How an allocator treats time.
 *
 * @param turn how long who charges is not paused again, so that contactors do not clatter; not negative
 * @param patience how long the policy may leave a session without current before it is owed a turn; zero where turns alone
 *     decide who has the minimum current
 * @param lease how long a charge point may go on as told without hearing anything; positive
 */
public record AllocatorSettings(Duration turn, Duration patience, Duration lease) {
    public AllocatorSettings {
        if (turn.isNegative() || patience.isNegative() || !lease.isPositive()) {
            throw new IllegalArgumentException("turn " + turn + ", patience " + patience + ", lease " + lease);
        }
    }
}
