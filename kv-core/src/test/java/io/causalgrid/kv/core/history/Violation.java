package io.causalgrid.kv.core.history;

/**
 * A bad pattern in a history, and where it is.
 *
 * @param explanation the operations that make up the pattern, each with session, number in its session, key and value,
 *     and how one leads to the other; lines of text
 */
public record Violation(Pattern pattern, String explanation) {
    /** The bad patterns of Bouajjani et al., POPL 2017, by the names they have there. */
    public enum Pattern {
        /** A read returns what nobody wrote. */
        THIN_AIR_READ,
        /** An operation is among its own causes. */
        CYCLIC_CO,
        /** A read returns the initial value, though a write of the key is among its causes. */
        WRITE_CO_INIT_READ,
        /** A read returns a value that was overwritten among its causes. */
        WRITE_CO_READ,
        /** Reads do not agree on which of two writes wins, so no single order of all writes explains them. */
        CYCLIC_CF
    }

    @Override
    public String toString() {
        return pattern + ": " + explanation;
    }
}
