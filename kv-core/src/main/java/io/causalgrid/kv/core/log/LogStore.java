package io.causalgrid.kv.core.log;

import io.causalgrid.kv.core.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The log's records: all durable ones in segment files, and the newest, durable or not, in memory. One thread, the
 * writer, calls what changes something; any thread may ask for the rest.
 *
 * <p>What is not durable is never read from a file, for it may still be cut off and written again. So readers see nothing
 * of the failures here:
 * <ul>
 *   <li>When a write fails, the file is cut back to its last whole batch before anything else is written.
 *   <li>When a sync fails, nobody knows which pages reached the disk, and a second sync would not tell (Rebello et al.,
 *       "Can Applications Recover from fsync Failures?", USENIX ATC 2020). The file is cut back to where it was durable,
 *       and what was accepted since goes from memory into a new segment.
 * </ul>
 * The repair is tried at once, and while it fails, again before each append. A crash before it has worked may leave a
 * refused batch whole in the file: then its records are in the log when it is opened again. No other record has taken
 * their positions, for nothing is written before the repair.
 */
final class LogStore implements Closeable {
    private enum Damage {
        NONE,
        AFTER_ACCEPTED,
        AFTER_DURABLE
    }

    private final Disk disk;
    private final LogSettings settings;
    private final BatchEncoder encoder = new BatchEncoder();
    private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private final RecentRecords recent;
    private ActiveSegment active;
    private long sealedBytes; // of all segments but the active one
    private Damage damage = Damage.NONE;
    private volatile long start;
    private volatile long end;
    private volatile long durable;
    private volatile long sizeBytes;

    /** Continues with the segments that were found, or makes the first one if there are none. */
    LogStore(Disk disk, LogSettings settings, SegmentScan.Found found) throws IOException {
        this.disk = disk;
        this.settings = settings;
        this.end = found.end();
        this.durable = found.end();
        this.recent = new RecentRecords(found.end() + 1, settings.recentBytesMax());
        for (Segment segment : found.segments()) {
            segments.put(segment.first(), segment);
            sealedBytes += segment.durableBytes();
        }
        if (segments.isEmpty()) {
            this.active = ActiveSegment.create(disk, end + 1, settings.segmentBytes());
            segments.put(end + 1, active.segment());
        } else {
            Segment last = segments.lastEntry().getValue();
            sealedBytes -= last.durableBytes();
            disk.syncNames(); // what is seen may not be durable
            this.active = ActiveSegment.cut(disk, last, settings.segmentBytes(), last.durableBytes());
        }
        this.start = segments.firstKey();
        this.sizeBytes = sealedBytes + active.length();
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    long durable() {
        return durable;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    RecentRecords recent() {
        return recent;
    }

    /** The segment that has the record at that position, or will have it. */
    Segment holding(long position) {
        Map.Entry<Long, Segment> found = segments.floorEntry(position);
        if (found == null) {
            throw new LogTruncatedException(position, start);
        }
        return found.getValue();
    }

    /**
     * Adds records after the {@link #end}, as one batch, and makes them durable if that is the log's mode.
     *
     * @throws IOException if that fails; none of them is in the log then, and {@link #repair} is due
     */
    void append(List<LogEntry> entries) throws IOException {
        repair();
        if (recent.isOverfull()) {
            sync();
        }
        if (active.length() >= settings.segmentBytes()) {
            sync();
            startSegment(end + 1);
        }
        write(entries);
        if (settings.durability() == Durability.FSYNC) {
            force();
        }
        recent.add(entries, durable);
        end = entries.getLast().position();
        if (settings.durability() == Durability.FSYNC) {
            durable = end;
        }
        sizeBytes = sealedBytes + active.length();
    }

    /** Makes all records durable. */
    void sync() throws IOException {
        repair();
        if (durable < end) {
            force();
            durable = end;
        }
    }

    /** Undoes what a failure has left; harmless if there is nothing to undo. */
    void repair() throws IOException {
        if (damage == Damage.NONE) {
            return;
        }
        boolean replace = damage == Damage.AFTER_DURABLE;
        damage = Damage.AFTER_DURABLE; // the repair's own sync may fail
        active.close();
        active = ActiveSegment.cut(
                disk,
                active.segment(),
                settings.segmentBytes(),
                replace ? active.segment().durableBytes() : active.length());
        if (replace) {
            startSegment(durable + 1);
            writeAgain();
        }
        durable = end;
        damage = Damage.NONE;
        sizeBytes = sealedBytes + active.length();
    }

    /** Forgets whole segments before that position, oldest first; those that cannot be deleted go the next time. */
    void truncateBefore(long position) throws IOException {
        Long kept = segments.floorKey(position);
        if (kept != null && kept > start) {
            start = kept;
        }
        while (segments.firstKey() < start) {
            Segment oldest = segments.firstEntry().getValue();
            disk.delete(oldest.name());
            disk.syncNames(); // before the next one, so that a crash cannot leave a gap
            segments.remove(oldest.first());
            sealedBytes -= oldest.durableBytes();
            sizeBytes = sealedBytes + active.length();
        }
    }

    @Override
    public void close() throws IOException {
        active.close();
    }

    private void writeAgain() throws IOException {
        List<LogEntry> rest = recent.read(durable + 1, end, Integer.MAX_VALUE, Long.MAX_VALUE);
        if (rest != null && !rest.isEmpty()) {
            write(rest);
            force();
        }
    }

    private void write(List<LogEntry> entries) throws IOException {
        try {
            active.write(encoder.encode(entries, active.place(), durable));
        } catch (IOException e) {
            damage = damage == Damage.NONE ? Damage.AFTER_ACCEPTED : damage;
            throw e;
        }
    }

    private void force() throws IOException {
        try {
            active.sync();
        } catch (IOException e) {
            damage = Damage.AFTER_DURABLE;
            throw e;
        }
    }

    private void startSegment(long first) throws IOException {
        ActiveSegment before = active;
        active = ActiveSegment.create(disk, first, settings.segmentBytes());
        segments.put(first, active.segment());
        if (before.segment().first() != first) {
            sealedBytes += before.length();
        }
        before.close();
    }
}
