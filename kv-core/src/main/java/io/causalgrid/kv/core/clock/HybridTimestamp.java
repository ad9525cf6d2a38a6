package io.causalgrid.kv.core.clock;

import java.time.Instant;

/**
 * A hybrid logical clock's reading (Kulkarni et al., "Logical Physical Clocks", 2014): milliseconds of physical time in
 * the upper 48 bits, a counter in the lower 16. It exceeds the timestamps of all causes of its write, and stays close to
 * physical time. A counter that overflows runs on into the milliseconds, which keeps the order.
 *
 * @param value the 64 bits; never negative
 */
public record HybridTimestamp(long value) implements Comparable<HybridTimestamp> {
    /** Before every write. */
    public static final HybridTimestamp ZERO = new HybridTimestamp(0);

    private static final int COUNTER_BITS = 16;

    /** @throws IllegalArgumentException if the value is negative */
    public HybridTimestamp {
        if (value < 0) {
            throw new IllegalArgumentException("negative timestamp " + value);
        }
    }

    /** The first timestamp of a millisecond. */
    public static HybridTimestamp at(Instant instant) {
        return new HybridTimestamp(instant.toEpochMilli() << COUNTER_BITS);
    }

    /** The least timestamp above this one. */
    public HybridTimestamp next() {
        return new HybridTimestamp(value + 1);
    }

    /** The greater of the two. */
    public HybridTimestamp max(HybridTimestamp other) {
        return value >= other.value ? this : other;
    }

    /** The physical part, milliseconds since the epoch. */
    public long epochMillis() {
        return value >>> COUNTER_BITS;
    }

    @Override
    public int compareTo(HybridTimestamp other) {
        return Long.compare(value, other.value);
    }
}
