package io.causalgrid.grid.core.charging;

/**
 * A bug planted on purpose, to see whether the simulation finds it. All are planted in what surrounds the owner here; the
 * code under test has no switch for them.
 */
enum Flaw {
    NONE,
    /** An owner begins without what earlier ones may have told charge points. */
    RESTART_FORGETS_ORDERS,
    /** Orders are taken to arrive at once, and clocks to be equal. */
    LEASES_WITHOUT_MARGIN,
    /** All attempts for a key have one name, so a late one is taken for the present one. */
    ATTEMPTS_ARE_NOT_TOLD_APART,
    /** Any attempt gives back whatever its key has. */
    GIVE_BACK_MATCHES_ANY_ATTEMPT,
    /** A repeated key is taken for a repetition, whatever is ordered with it. */
    ORDER_NOT_COMPARED,
    /** A balancer answers a repeated key with what it answered before. */
    ANSWERS_FROM_MEMORY,
    /** A reservation that has run out leaves a key that says otherwise. */
    EXPIRED_RESERVATIONS_KEEP_KEYS,
    /** A reservation that nobody confirms stays. */
    RESERVATIONS_NEVER_EXPIRE,
    /** A claim is written and not read again. */
    CLAIM_WITHOUT_READ,
    /** A reader of the journal takes what any owner wrote, also one that is none any more. */
    JOURNAL_IGNORES_FENCE,
    /** A reservation is answered without a look at what others wrote of its key. */
    KEY_NOT_READ_AGAIN,
    /** Others stop counting a reservation before its owner does, so that a confirmation may come too late. */
    CONFIRMATION_TOO_LATE,
    /** A raise is sent when its batch is, not when the journal has it. */
    RAISE_BEFORE_JOURNAL,
    /** A site that came back empty counts for majorities at once. */
    DISK_LOST_SITE_COUNTS,
    /** Time inside jumps with the clock on the wall. */
    TIME_IS_THE_WALLS
}
