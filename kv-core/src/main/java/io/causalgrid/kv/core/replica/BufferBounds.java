package io.causalgrid.kv.core.replica;

/**
 * How much a buffer may hold. One that is larger than all the room there is gets in all the same when nothing else is
 * there, or it could never be taken.
 *
 * @param count how many, at least 1
 * @param bytes about how much memory they may take together
 */
public record BufferBounds(int count, long bytes) {
    public BufferBounds {
        if (count < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "a buffer needs room for one, not " + count + " and " + bytes + " bytes");
        }
    }

    /** Whether another of that size may come to so many that take so much. */
    boolean allow(int held, long heldBytes, long anotherBytes) {
        return held < count && (held == 0 || heldBytes + anotherBytes <= bytes);
    }
}
