package io.causalgrid.kv.core.simulation;

/**
 * A bug planted on purpose, to see whether the simulation finds it. All are planted in what surrounds the replica here;
 * the code under test has no switch for them.
 */
enum Flaw {
    NONE,
    /** Transactions reach the replica without their dependencies on other sites. */
    SKIPS_DEPENDENCIES,
    /** A site goes on under its old incarnation, whatever its disk has forgotten. */
    REUSES_DOTS,
    /** The disk says that it has synced and has not. */
    ACKNOWLEDGES_BEFORE_SYNC,
    /** The log may forget what the state has, but not durably. */
    TRUNCATES_TOO_EARLY,
    /** The state's durable copy has a later position than its data. */
    PARTS_POSITION_FROM_DATA,
    /** A snapshot takes the data's place instead of joining them. */
    INSTALLS_WITHOUT_MERGING,
    /** A site takes every clock for right, however far ahead it is. */
    BELIEVES_ANY_CLOCK
}
