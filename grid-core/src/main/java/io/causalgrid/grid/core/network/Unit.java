package io.causalgrid.grid.core.network;

/** What a limit bounds. */
public enum Unit {
    /** The magnitude of a current. */
    AMPERES,
    /** Power. */
    WATTS
}
