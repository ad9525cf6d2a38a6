package io.causalgrid.grid.core.allocation;

/**
 * A bug planted on purpose, to see whether the faulty street finds it. All are planted in what surrounds the allocator here;
 * the code under test has no switch for them.
 */
enum Flaw {
    NONE,
    /** Charge points' clocks are taken for right. */
    KNOWS_NO_SKEW,
    /** Orders are taken to arrive when they are sent. */
    KNOWS_NO_TRANSIT,
    /** What was sent is taken for confirmed, so that others are raised before. */
    RAISES_BEFORE_ACKNOWLEDGEMENT,
    /** An order that was not answered for a while is taken not to have been heard. */
    FORGETS_PENDING_ORDERS,
    /** What an earlier owner ordered is taken to end by itself. */
    PRESUMES_WITH_AN_END,
    /** A restarted owner knows nothing. */
    PRESUMES_NOTHING,
    /** Raises are sent without being written down. */
    RAISES_WITHOUT_JOURNAL
}
