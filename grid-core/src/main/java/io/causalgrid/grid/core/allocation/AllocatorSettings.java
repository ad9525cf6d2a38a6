package io.causalgrid.grid.core.allocation;

import java.time.Duration;

/**
 * How an allocator treats time.
 *
 * @param turn how long who charges is not paused again, so that contactors do not clatter; not negative
 * @param patience how long the policy may leave a session without current before it is owed a turn; zero where turns alone
 *     decide who has the minimum current
 * @param orders how orders reach the charge points
 */
public record AllocatorSettings(Duration turn, Duration patience, OrderSettings orders) {
    public AllocatorSettings {
        if (turn.isNegative() || patience.isNegative()) {
            throw new IllegalArgumentException("turn " + turn + ", patience " + patience);
        }
    }

    /**
     * For charge points that obey at once.
     *
     * @param lease positive
     */
    public AllocatorSettings(Duration turn, Duration patience, Duration lease) {
        this(turn, patience, OrderSettings.exact(lease));
    }
}
