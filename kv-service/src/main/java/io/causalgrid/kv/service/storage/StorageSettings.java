package io.causalgrid.kv.service.storage;

import java.time.Duration;

/**
 * How much memory the state takes, and how far its disk may lag behind. What was committed and is not yet on the disk
 * is in memory, twice {@code flushBytes} of it at the most, and once more while that is being written.
 *
 * @param cacheBytes for blocks of the disk's files, with their indexes and filters
 * @param flushBytes how much may be committed before it is written to the disk
 * @param flushInterval how long a commit may wait for that
 * @param pointStride how many log records lie between two points of the index at the least
 */
public record StorageSettings(long cacheBytes, long flushBytes, Duration flushInterval, int pointStride) {
    /** 64 MiB of cache; on the disk after 16 MiB or a minute; a point every 256 records. */
    public static final StorageSettings DEFAULT =
            new StorageSettings(64L << 20, 16L << 20, Duration.ofSeconds(60), 256);

    /** @throws IllegalArgumentException if a number is not positive */
    public StorageSettings {
        if (cacheBytes < 1 || flushBytes < 1 || flushInterval.isNegative() || pointStride < 1) {
            throw new IllegalArgumentException("storage settings must be positive");
        }
    }
}
