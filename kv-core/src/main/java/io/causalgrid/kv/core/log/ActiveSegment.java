package io.causalgrid.kv.core.log;

import io.causalgrid.kv.core.disk.Disk;
import io.causalgrid.kv.core.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The segment that is written to. For one thread. */
final class ActiveSegment implements Closeable {
    private final Segment segment;
    private final DiskFile file;
    private long length;

    private ActiveSegment(Segment segment, DiskFile file, long length) {
        this.segment = segment;
        this.file = file;
        this.length = length;
    }

    /**
     * Makes an empty segment, durably. What a failed attempt to make it has left behind, or an empty segment of that name
     * whose file is no longer to be trusted, is replaced.
     */
    static ActiveSegment create(Disk disk, long first) throws IOException {
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
        return new ActiveSegment(new Segment(first, SegmentHeader.BYTES), file, SegmentHeader.BYTES);
    }

    /** Opens a segment's file anew, and cuts it off at that length, durably. */
    static ActiveSegment cut(Disk disk, Segment segment, long length) throws IOException {
        DiskFile file = disk.open(segment.name());
        try {
            file.truncate(length);
            file.sync();
        } catch (IOException e) {
            closeAfter(e, file);
            throw e;
        }
        segment.durableBytes(length);
        return new ActiveSegment(segment, file, length);
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
        file.write(length, batch);
        length += bytes;
    }

    /** Makes all of it durable; if it fails, what stands after {@link Segment#durableBytes} is unknown. */
    void sync() throws IOException {
        file.sync();
        segment.durableBytes(length);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static void closeAfter(IOException failure, DiskFile file) {
        try {
            file.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
