package io.causalgrid.kv.core.log;

import io.causalgrid.kv.core.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the next records for one tail: in memory if they are there, else in the files. For one thread at a time. */
final class TailReader implements Closeable {
    private static final long BYTES_MAX = 1 << 20;

    private final Disk disk;
    private final LogStore store;
    private @Nullable SegmentCursor cursor;

    TailReader(Disk disk, LogStore store) {
        this.disk = disk;
        this.store = store;
    }

    /** Like {@link #read}, but null if the disk would have to be asked. */
    @Nullable
    List<LogEntry> readRecent(long from, long limit, int max) {
        return from < store.start() ? null : store.recent().read(from, limit, max, BYTES_MAX);
    }

    /**
     * The records from that position to that limit, not all at once if they are many.
     *
     * @param limit the position of a record that is in the log and that this tail may see, not before {@code from}
     * @throws CorruptLogException if a file does not have what it should
     * @throws LogTruncatedException if the first of them is no longer kept
     */
    List<LogEntry> read(long from, long limit, int max) throws IOException {
        List<LogEntry> found = readRecent(from, limit, max);
        if (found != null) {
            close();
            return found;
        }
        try {
            return readFiles(from, Math.min(limit, store.durable()), max);
        } catch (IOException e) {
            requireKept(from); // its file may just have been deleted
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }

    private List<LogEntry> readFiles(long from, long limit, int max) throws IOException {
        requireKept(from);
        var entries = new ArrayList<LogEntry>();
        long bytes = 0;
        for (long next = from; next <= limit && entries.size() < max && bytes < BYTES_MAX; next++) {
            LogEntry entry = cursorFor(next).at(next);
            entries.add(entry);
            bytes += entry.bytes().length;
        }
        return Collections.unmodifiableList(entries);
    }

    private SegmentCursor cursorFor(long position) throws IOException {
        Segment segment = store.holding(position);
        if (cursor == null || !cursor.isIn(segment)) {
            close();
            cursor = new SegmentCursor(disk, segment);
        }
        return cursor;
    }

    private void requireKept(long position) {
        long start = store.start();
        if (position < start) {
            throw new LogTruncatedException(position, start);
        }
    }
}
