package io.causalgrid.kv.core.log;

import io.causalgrid.kv.core.disk.Disk;
import io.causalgrid.kv.core.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment's file through a window, so that small batches do not each cost a call to the disk. Says what is
 * there; what it means that something is not, its users know. For one thread.
 */
final class SegmentReader implements Closeable {
    private static final int WINDOW_BYTES = 64 << 10;

    private final CRC32C crc = new CRC32C();
    private final long segment;
    private final DiskFile file;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowAt;
    private long limit;

    /** Opens that segment's file. It reads nothing before it is told how far it may. */
    SegmentReader(Disk disk, long segment) throws IOException {
        this.segment = segment;
        this.file = disk.open(Segment.name(segment));
    }

    String path() {
        return file.path();
    }

    long size() throws IOException {
        return file.size();
    }

    /** From now on only what lies before that offset is read, as if the file ended there. */
    void limit(long offset) {
        limit = offset;
    }

    /** The segment's header; null if there is none, or a damaged one. */
    @Nullable
    SegmentHeader header() throws IOException {
        if (limit < SegmentHeader.BYTES) {
            return null;
        }
        ByteBuffer bytes = bytes(0, SegmentHeader.BYTES);
        return SegmentHeader.isHeader(bytes) ? SegmentHeader.decode(bytes) : null;
    }

    /** The header of the batch at that offset; null if none is there, or a damaged one. */
    @Nullable
    BatchHeader batch(long offset) throws IOException {
        if (limit - offset < BatchHeader.BYTES) {
            return null;
        }
        return BatchHeader.read(bytes(offset, BatchHeader.BYTES), new BatchHeader.Place(segment, offset));
    }

    /** The body of that batch, good until the next call; null if it is cut short or damaged. */
    @Nullable
    ByteBuffer body(long offset, BatchHeader header) throws IOException {
        if (limit - offset < header.totalBytes()) {
            return null;
        }
        ByteBuffer body = bytes(offset + BatchHeader.BYTES, header.bodyBytes());
        crc.reset();
        crc.update(body.duplicate());
        return (int) crc.getValue() == header.bodyCrc() ? body : null;
    }

    /** The end of what is not zero, from that offset up to the limit; the offset itself if all of it is. */
    long endOfWritten(long offset) throws IOException {
        long written = offset;
        for (long at = offset; at < limit; at += WINDOW_BYTES) {
            ByteBuffer bytes = bytes(at, (int) Math.min(WINDOW_BYTES, limit - at));
            for (int i = bytes.limit(); i > 0; i--) {
                if (bytes.get(i - 1) != 0) {
                    written = at + i;
                    break;
                }
            }
        }
        return written;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private ByteBuffer bytes(long offset, int count) throws IOException {
        if (offset < windowAt || offset + count > windowAt + window.limit()) {
            fill(offset, (int) Math.min(Math.max(count, WINDOW_BYTES), limit - offset));
        }
        return window.slice((int) (offset - windowAt), count);
    }

    private void fill(long offset, int count) throws IOException {
        if (window.capacity() < count) {
            window = ByteBuffer.allocate(count);
        }
        windowAt = offset;
        window.clear().limit(0); // holds nothing if the read fails
        ByteBuffer target = window.duplicate().limit(count);
        file.read(offset, target);
        window.limit(count);
    }
}
