package io.causalgrid.kv.core.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest records, in memory: so that a reader at the end never asks the disk, and so that the disk may fail to sync
 * what was already accepted. A ring in which a record's position is its place. It lets go of the oldest when there are
 * too many, but never of one that is not durable. One lock guards it, held only to copy references.
 */
final class RecentRecords {
    private static final int RECORDS_MAX = 16_384;

    private final long bytesMax;
    private @Nullable LogEntry[] ring = new LogEntry[64]; // guarded by this; a power of two
    private long first; // guarded by this
    private long next; // guarded by this
    private long bytes; // guarded by this

    /** Holds nothing yet; the first record will have that position. */
    RecentRecords(long first, long bytesMax) {
        this.first = first;
        this.next = first;
        this.bytesMax = bytesMax;
    }

    /** Adds records that follow on the newest, and forgets old ones, up to the durable position at the most. */
    synchronized void add(List<LogEntry> entries, long durable) {
        for (LogEntry entry : entries) {
            if (next - first == ring.length) {
                grow();
            }
            ring[place(next)] = entry;
            next++;
            bytes += entry.bytes().length;
        }
        while (tooMany() && first <= durable) {
            bytes -= get(first).bytes().length;
            ring[place(first)] = null;
            first++;
        }
    }

    /** Whether it holds more than it should, because too little of it is durable. */
    synchronized boolean isOverfull() {
        return tooMany();
    }

    /**
     * Up to {@code max} records from that position to that limit, and no more when they have so many bytes; null if they
     * are no longer all here.
     */
    synchronized @Nullable List<LogEntry> read(long from, long limit, int max, long enoughBytes) {
        if (from < first) {
            return null;
        }
        int count = (int) Math.min(max, Math.min(limit, next - 1) - from + 1);
        var entries = new ArrayList<LogEntry>(count);
        long found = 0;
        for (int i = 0; i < count && found < enoughBytes; i++) {
            LogEntry entry = get(from + i);
            entries.add(entry);
            found += entry.bytes().length;
        }
        return Collections.unmodifiableList(entries);
    }

    private boolean tooMany() {
        return bytes > bytesMax || next - first > RECORDS_MAX;
    }

    private LogEntry get(long position) {
        LogEntry entry = ring[place(position)];
        if (entry == null) {
            throw new AssertionError("no record " + position + " among " + first + " to " + (next - 1));
        }
        return entry;
    }

    private void grow() {
        @Nullable LogEntry[] old = ring;
        ring = new LogEntry[2 * old.length];
        for (long position = first; position < next; position++) {
            ring[place(position)] = old[(int) position & (old.length - 1)];
        }
    }

    private int place(long position) {
        return (int) position & (ring.length - 1);
    }
}
