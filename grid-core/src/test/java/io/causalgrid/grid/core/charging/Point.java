package io.causalgrid.grid.core.charging;

/** Where in its work an owner's process may end or stand still. */
enum Point {
    /** The journal was read, and nothing is done yet. */
    TAKING_OVER,
    /** Decided, and nothing written. */
    DECIDED,
    /** The batch is on its way, and nobody has heard anything. */
    WRITING,
    /** Some have heard: answers are given, and no order is sent. */
    ANSWERED,
    /** All is carried out. */
    ORDERED,
    /** The batch is known to be safe, and not yet thought of. */
    STORED
}
