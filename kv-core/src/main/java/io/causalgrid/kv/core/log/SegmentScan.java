package io.causalgrid.kv.core.log;

import io.causalgrid.kv.core.disk.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log through before it is used, and cuts off what a crash has torn. A crash can damage only what was not durable,
 * which is the end of the last segment: the one before was synced before the last was made, and a segment's header before
 * anything was written after it. In the last segment a batch that says "up to here all was durable when I was written"
 * tells damage to durable records from torn ones. The last durable batch of all has none after it, so damage to it looks
 * like a tear. Zeros at a file's end are none: it was filled with them ahead of what was to be written. If a whole batch had
 * turned into zeros, what comes after it would not follow on what stands before it.
 */
final class SegmentScan {
    /**
     * A log that can be continued.
     *
     * @param segments in order, all whole; empty if there is none
     * @param end the position of the last record
     */
    record Found(List<Segment> segments, long end, Recovery recovery) {}

    private final Disk disk;
    private final List<Segment> segments = new ArrayList<>();
    private long end;
    private @Nullable Recovery cut;

    private SegmentScan(Disk disk, long after) {
        this.disk = disk;
        this.end = after;
    }

    /**
     * Checks every byte of the log.
     *
     * @param after where an empty log begins
     * @throws CorruptLogException if durable records are damaged or missing
     */
    static Found run(Disk disk, long after) throws IOException {
        var scan = new SegmentScan(disk, after);
        List<Long> firsts = segmentsOn(disk);
        for (int i = 0; i < firsts.size(); i++) {
            scan.segment(firsts.get(i), i == firsts.size() - 1);
        }
        Recovery recovery = scan.cut == null ? Recovery.nothingCut(scan.end) : scan.cut;
        return new Found(List.copyOf(scan.segments), scan.end, recovery);
    }

    /** The first positions of all segments, in order. */
    static List<Long> segmentsOn(Disk disk) throws IOException {
        return disk.names().stream()
                .filter(Segment::isName)
                .map(Segment::firstIn)
                .sorted()
                .toList();
    }

    private void segment(long first, boolean isLast) throws IOException {
        try (var reader = new SegmentReader(disk, first)) {
            requireNext(first, reader);
            long size = reader.size();
            reader.limit(size);
            SegmentHeader header = reader.header();
            if (header != null) {
                requireUsable(header, first, reader);
                end = first - 1;
                long whole = batches(reader, size, isLast);
                segments.add(new Segment(first, whole));
                return;
            }
            if (!isLast || size > SegmentHeader.BYTES) {
                throw CorruptLogException.at(reader.path(), 0, first, "its header is not as it was written");
            }
            cut = new Recovery(reader.path(), 0, size, end);
        }
        disk.delete(Segment.name(first)); // the crash came while it was made
    }

    private void requireNext(long first, SegmentReader reader) {
        if (segments.isEmpty() || first == end + 1) {
            return;
        }
        String what = first > end + 1
                ? "the file before it ends with record " + end + ", so a file between them is missing"
                : "the file before it goes on to record " + end + ", so one of them does not belong here";
        throw CorruptLogException.at(reader.path(), 0, Math.min(first, end + 1), what);
    }

    private static void requireUsable(SegmentHeader header, long first, SegmentReader reader) {
        if (header.version() != SegmentHeader.VERSION) {
            throw new CorruptLogException(
                    "%s has format version %d, and this program knows version %d only: a newer one wrote it. Use that one again."
                            .formatted(reader.path(), header.version(), SegmentHeader.VERSION));
        }
        if (header.first() != first) {
            throw CorruptLogException.at(
                    reader.path(), 0, first, "by its header its first record is " + header.first());
        }
    }

    /** Reads all batches; returns how many bytes of the segment are left. */
    private long batches(SegmentReader reader, long size, boolean isLast) throws IOException {
        long offset = SegmentHeader.BYTES;
        while (offset < size) {
            BatchHeader header = reader.batch(offset);
            if (header != null && header.first() != end + 1) {
                throw damage(reader, offset, "a batch there begins with record " + header.first());
            }
            if (header == null || reader.body(offset, header) == null) {
                long written = reader.endOfWritten(offset);
                if (written > offset && !isLast) {
                    throw damage(reader, offset, "a batch is not as it was written");
                }
                if (written > offset) {
                    cutTail(reader, offset, written);
                }
                return offset; // the store cuts when it opens the file
            }
            end = header.last();
            offset += header.totalBytes();
        }
        return offset;
    }

    private void cutTail(SegmentReader reader, long offset, long written) throws IOException {
        for (long later = offset; later < written; later++) {
            BatchHeader header = reader.batch(later);
            if (header != null && header.durable() > end) {
                throw damage(
                        reader,
                        offset,
                        "a batch is not as it was written, and one after it, at byte " + later
                                + ", shows that it was durable");
            }
        }
        cut = new Recovery(reader.path(), offset, written - offset, end);
    }

    private CorruptLogException damage(SegmentReader reader, long offset, String what) {
        return CorruptLogException.at(reader.path(), offset, end + 1, what);
    }
}
