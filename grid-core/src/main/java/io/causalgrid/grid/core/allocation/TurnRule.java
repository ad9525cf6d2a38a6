package io.causalgrid.grid.core.allocation;

/** What turns are for, where the limits do not leave the minimum current for everyone at once. */
public enum TurnRule {
    /** The policy may pause whom it likes; who has waited for longer than the patience is owed a turn. */
    AFTER_PATIENCE,
    /** The same; but whoever is left waiting though there is room waits by plan, and that is no wait. */
    WHERE_SCARCE,
    /** Everyone is owed the minimum where it fits; where it does not, turns make up for what each lacks of its fair share. */
    EQUAL_ENERGY,
    /** Who charges keeps the minimum for a turn; nobody is owed one for having waited. */
    ONLY_KEPT
}
