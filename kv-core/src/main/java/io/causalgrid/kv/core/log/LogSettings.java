package io.causalgrid.kv.core.log;

/**
 * How a log is kept.
 *
 * @param segmentBytes a file that has reached this size is followed by a new one; neither what is kept in memory nor a
 *     batch is larger, unless by what was appended at once
 * @param bytesMax how many bytes the log may take on its disk; then it is full
 * @param durability when a record counts as accepted
 */
public record LogSettings(long segmentBytes, long bytesMax, Durability durability) {
    private static final long BATCH_BYTES_MAX = 4 << 20;
    private static final long RECENT_BYTES_MAX = 8 << 20;

    /** Refuses sizes below 1. */
    public LogSettings {
        if (segmentBytes < 1 || bytesMax < 1) {
            throw new IllegalArgumentException("sizes are at least 1 byte: " + segmentBytes + ", " + bytesMax);
        }
    }

    long batchBytesMax() {
        return Math.min(BATCH_BYTES_MAX, segmentBytes);
    }

    long recentBytesMax() {
        return Math.min(RECENT_BYTES_MAX, segmentBytes);
    }
}
