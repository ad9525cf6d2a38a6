package io.causalgrid.kv.core.log;

import io.causalgrid.kv.core.disk.Disk;
import io.causalgrid.kv.core.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The segment that is written to. For one thread.
 *
 * <p>Its file is filled with zeros ahead of what is written. A sync then finds the file's length and places as they were,
 * and need not wait for the file system's own log, in which all sites of a machine stand in line.
 */
final class ActiveSegment implements Closeable {
    private static final long AHEAD_BYTES = 1 << 20;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 << 10).asReadOnlyBuffer();

    private final Segment segment;
    private final DiskFile file;
    private final long aheadBytes;
    private long length;
    private long filledTo; // what lies between is zero

    private ActiveSegment(Segment segment, DiskFile file, long segmentBytes, long length) {
        this.segment = segment;
        this.file = file;
        this.aheadBytes = Math.min(AHEAD_BYTES, segmentBytes);
        this.length = length;
        this.filledTo = length;
    }

    /**
     * Makes an empty segment, durably. What a failed attempt to make it has left behind, or an empty segment of that name
     * whose file is no longer to be trusted, is replaced.
     *
     * @param segmentBytes how large it is to grow
     */
    static ActiveSegment create(Disk disk, long first, long segmentBytes) throws IOException {
        String name = Segment.name(first);
        disk.delete(name);
        DiskFile file = disk.create(name);
        try {
            file.write(0, SegmentHeader.encode(first));
            file.sync();
            disk.syncNames();
        } catch (IOException e) {
            closeAfter(e, file);
            throw e;
        }
        return new ActiveSegment(new Segment(first, SegmentHeader.BYTES), file, segmentBytes, SegmentHeader.BYTES);
    }

    /** Opens a segment's file anew, and cuts it off at that length, durably. */
    static ActiveSegment cut(Disk disk, Segment segment, long segmentBytes, long length) throws IOException {
        DiskFile file = disk.open(segment.name());
        try {
            file.truncate(length);
            file.sync();
        } catch (IOException e) {
            closeAfter(e, file);
            throw e;
        }
        segment.durableBytes(length);
        return new ActiveSegment(segment, file, segmentBytes, length);
    }

    Segment segment() {
        return segment;
    }

    /** The bytes of all that was written whole. */
    long length() {
        return length;
    }

    BatchHeader.Place place() {
        return new BatchHeader.Place(segment.first(), length);
    }

    /** Adds that batch; if it fails, what stands after {@link #length} is unknown. */
    void write(ByteBuffer batch) throws IOException {
        int bytes = batch.remaining();
        if (length + bytes > filledTo) {
            fill(length + bytes + aheadBytes);
        }
        file.write(length, batch);
        length += bytes;
    }

    private void fill(long end) throws IOException {
        while (filledTo < end) {
            int count = (int) Math.min(ZEROS.capacity(), end - filledTo);
            file.write(filledTo, ZEROS.slice(0, count));
            filledTo += count;
        }
    }

    /** Makes all of it durable; if it fails, what stands after {@link Segment#durableBytes} is unknown. */
    void sync() throws IOException {
        file.sync();
        segment.durableBytes(length);
    }

    /** Takes away what was filled in vain; a crash may leave it there. */
    @Override
    public void close() throws IOException {
        try (file) {
            if (filledTo > length) {
                file.truncate(length);
            }
        }
    }

    private static void closeAfter(IOException failure, DiskFile file) {
        try {
            file.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
