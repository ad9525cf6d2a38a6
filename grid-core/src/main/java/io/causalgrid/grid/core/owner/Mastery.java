package io.causalgrid.grid.core.owner;

import java.time.Instant;

/** Whether an owner may decide: its claim on the substation, as far as it knows. */
public sealed interface Mastery {
    /** The claim's number: all records and orders of this owner carry it, and a higher one fences a lower one. */
    long number();

    /**
     * The claim is held, for now.
     *
     * @param until when it ends if it is not renewed, by the steady clock
     */
    record Holding(long number, Instant until) implements Mastery {}

    /** The claim could not be renewed. Nobody else is known to have it, but somebody may: nothing is raised or admitted. */
    record Alone(long number) implements Mastery {}
}
