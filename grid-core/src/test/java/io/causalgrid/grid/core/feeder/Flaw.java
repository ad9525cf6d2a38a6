package io.causalgrid.grid.core.feeder;

/** A bug planted on purpose in what surrounds the code under test, to see whether the simulation finds it. */
enum Flaw {
    NONE,
    /** A loan is taken to last from when it is heard of, not from when it was asked for. */
    TERM_FROM_HEARING,
    /** Loans are made before own use has made room for them. */
    LENDS_BEFORE_LOWERING,
    /** Others hear of a loan before the journal has it. */
    SAID_BEFORE_STORED,
    /** A new owner does not know what earlier ones lent. */
    SUCCESSOR_FORGETS_LOANS,
    /** A new owner uses what an earlier one borrowed. */
    LOANS_OF_EARLIER_OWNERS_ARE_USED,
    /** All clocks are taken to be the same over a term. */
    KNOWS_NO_SKEW,
    /** Orders are given as if loans had no end. */
    ORDERS_OUTLIVE_LOANS,
    /** An owner that cannot write lends all the same. */
    LENDS_WITHOUT_CLAIM
}
