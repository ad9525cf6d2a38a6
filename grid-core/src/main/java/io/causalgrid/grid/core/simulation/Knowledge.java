package io.causalgrid.grid.core.simulation;

/** What policies know of vehicles. */
public enum Knowledge {
    /** All: what each takes now, and when it will have enough. No charge point knows that. */
    EXACT,
    /** What each asked for, and what its meter says, as in the service. */
    METERS,
    /** What each asked for, and nothing else. */
    WISHES
}
