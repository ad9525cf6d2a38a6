package io.causalgrid.kv.client.claim;

/** A bug that is planted around a claimant, so that the simulation shows what it can find. */
enum Flaw {
    NONE,
    /** Who has written reads only that. */
    NOT_READ_AGAIN,
    /** A read shows one of several versions. */
    SIBLINGS_ARE_IGNORED,
    /** A write takes away whatever its site has. */
    TAKES_ALL_AWAY,
    /** A write is safe as soon as one site has it. */
    ONE_SITE_IS_SAFE,
    /** A site that has lost its disk is read at once. */
    LOST_DISK_COUNTS,
    /** Clocks differ by more than was said. */
    SKEW_IS_GREATER
}
