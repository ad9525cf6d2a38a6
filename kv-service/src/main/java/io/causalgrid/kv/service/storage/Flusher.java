package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.state.StateException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides when the live generation is flushed, and knows what is durable.
 *
 * <p>The state must never be durable ahead of its log, or positions that the log gives out again would count as folded.
 * So a flush goes in three steps: the log is synced while commits go on; then, while none can be made, it is synced
 * again, which takes next to no time, and RocksDB puts its buffer aside; then the buffer is written while commits go on.
 * When a sync fails, the flush has not begun.
 */
final class Flusher {
    private static final int FULL_FACTOR = 2;

    private final long flushBytes;
    private final long flushIntervalNanos;
    private final Runnable syncLog;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile long durablePosition;
    private volatile long unflushedBytes; // changed under the lock, as the next two are
    private volatile long oldestNanos;
    private long committedPosition;

    /** @param syncLog returns when the log is durable; throws if it cannot be made so */
    Flusher(StorageSettings settings, Runnable syncLog) {
        this.flushBytes = settings.flushBytes();
        this.flushIntervalNanos = saturatedNanos(settings.flushInterval());
        this.syncLog = syncLog;
    }

    long durablePosition() {
        return durablePosition;
    }

    /** Whether enough has gathered, or long enough ago, for a flush to be worth it. */
    boolean isDue() {
        long bytes = unflushedBytes;
        return bytes >= flushBytes || (bytes > 0 && System.nanoTime() - oldestNanos >= flushIntervalNanos);
    }

    /** Whether so much has gathered that nothing may be written before a flush. */
    boolean isFull() {
        return unflushedBytes >= FULL_FACTOR * flushBytes;
    }

    /** Starts with a generation that is durable as a whole, up to that position. */
    void start(long position) {
        writing.lock();
        try {
            committed(position);
        } finally {
            writing.unlock();
        }
    }

    /** Writes what brings the state to that position. */
    void write(Generation generation, StateWrite write, long position) {
        writing.lock();
        try {
            generation.write(write);
            long before = unflushedBytes;
            if (before == 0) {
                oldestNanos = System.nanoTime();
            }
            unflushedBytes = before + write.bytes();
            committedPosition = position;
        } finally {
            writing.unlock();
        }
    }

    /** Makes durable what was committed. On the maintenance thread. */
    void flush(Generation generation) {
        if (unflushedBytes == 0) {
            return;
        }
        syncLog();
        long position;
        writing.lock();
        try {
            syncLog();
            position = committedPosition;
            generation.beginFlush();
            unflushedBytes = 0;
        } finally {
            writing.unlock();
        }
        generation.awaitFlush();
        durablePosition = position;
    }

    /** Does what flushes the generation as a whole, while nothing can be committed. On the maintenance thread. */
    void flushBy(Runnable work) {
        writing.lock();
        try {
            syncLog();
            work.run();
            committed(committedPosition);
        } finally {
            writing.unlock();
        }
    }

    /** Returns when the log is durable; throws {@link StateException} if it cannot be made so. */
    void syncLog() {
        try {
            syncLog.run();
        } catch (RuntimeException e) {
            throw new StateException("the state waits for its log, which cannot be made durable: " + e.getMessage(), e);
        }
    }

    private void committed(long position) {
        committedPosition = position;
        durablePosition = position;
        unflushedBytes = 0;
    }

    private static long saturatedNanos(Duration duration) {
        return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0 ? Long.MAX_VALUE : duration.toNanos();
    }
}
