package io.causalgrid.kv.core.clock;

import java.time.Instant;
import java.util.Optional;

/**
 * A hybrid logical clock's reading (Kulkarni et al., "Logical Physical Clocks", 2014): milliseconds of physical time, and
 * below them a counter. It exceeds the timestamps of all causes of its write, and stays close to physical time. A counter
 * that overflows runs on into the milliseconds, which keeps the order.
 *
 * <p>Above the milliseconds stands the era. Every timestamp of an era exceeds all those of the one before, whatever their
 * physical time: so the cluster comes back to the right time when a clock was ahead, and effects still exceed their causes.
 * The first era has 16 bits for the counter and no number; the later ones are told by bit 62 and have 12 bits for their
 * number, 42 for the milliseconds (up to the year 2109) and 8 for the counter.
 *
 * @param value the 64 bits; never negative
 */
public record HybridTimestamp(long value) implements Comparable<HybridTimestamp> {
    /** Before every write. */
    public static final HybridTimestamp ZERO = new HybridTimestamp(0);

    private static final int FIRST_COUNTER_BITS = 16;
    private static final int COUNTER_BITS = 8;
    private static final int MILLIS_BITS = 42;
    private static final int ERA_SHIFT = COUNTER_BITS + MILLIS_BITS;
    private static final long MILLIS_MAX = (1L << MILLIS_BITS) - 1;
    private static final long LATER_ERA = 1L << 62;
    private static final int ERA_MAX = 1 << (62 - ERA_SHIFT);

    /** @throws IllegalArgumentException if the value is negative */
    public HybridTimestamp {
        if (value < 0) {
            throw new IllegalArgumentException("negative timestamp " + value);
        }
    }

    /** The first timestamp of a millisecond in the first era. */
    public static HybridTimestamp at(Instant instant) {
        return at(0, instant);
    }

    private static HybridTimestamp at(int era, Instant instant) {
        long millis = Math.clamp(instant.toEpochMilli(), 0, MILLIS_MAX);
        return new HybridTimestamp(
                era == 0
                        ? millis << FIRST_COUNTER_BITS
                        : LATER_ERA | (long) (era - 1) << ERA_SHIFT | millis << COUNTER_BITS);
    }

    /** The first timestamp of a millisecond in this one's era. */
    public HybridTimestamp sameEraAt(Instant instant) {
        return at(era(), instant);
    }

    /** The first timestamp of a millisecond in the era after this one's; nothing if there is none. */
    public Optional<HybridTimestamp> nextEraAt(Instant instant) {
        return era() == ERA_MAX ? Optional.empty() : Optional.of(at(era() + 1, instant));
    }

    /** The least timestamp above this one. */
    public HybridTimestamp next() {
        return new HybridTimestamp(value + 1);
    }

    /** The greater of the two. */
    public HybridTimestamp max(HybridTimestamp other) {
        return value >= other.value ? this : other;
    }

    /** Its era; 0 is the first. */
    public int era() {
        return value < LATER_ERA ? 0 : (int) ((value - LATER_ERA) >>> ERA_SHIFT) + 1;
    }

    /** The physical part, milliseconds since the epoch. */
    public long epochMillis() {
        return value < LATER_ERA ? value >>> FIRST_COUNTER_BITS : value >>> COUNTER_BITS & MILLIS_MAX;
    }

    @Override
    public int compareTo(HybridTimestamp other) {
        return Long.compare(value, other.value);
    }
}
