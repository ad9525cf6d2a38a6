package io.causalgrid.kv.core.log;

import io.causalgrid.kv.core.disk.Disk;
import io.causalgrid.kv.core.record.ByteReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Goes through the durable records of one segment, checking what it reads. For one thread. */
final class SegmentCursor implements Closeable {
    private final Segment segment;
    private final SegmentReader reader;
    private long offset = SegmentHeader.BYTES;
    private BatchHeader header;
    private byte[][] records = new byte[0][];

    SegmentCursor(Disk disk, Segment segment) throws IOException {
        this.segment = segment;
        this.reader = new SegmentReader(disk, segment.first());
        this.header = new BatchHeader(0, segment.first(), 0, 0, 0); // an empty one, which is behind us
    }

    boolean isIn(Segment other) {
        return segment == other;
    }

    /**
     * The record at that position.
     *
     * @param position must be in this segment, durable, and higher than at the call before
     * @throws CorruptLogException if the file does not have it
     */
    LogEntry at(long position) throws IOException {
        reader.limit(segment.durableBytes());
        while (header.last() < position) {
            next(position);
        }
        return new LogEntry(position, records[(int) (position - header.first())]);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** Goes to the next batch; decodes it if it has that position, and else leaves it out. */
    private void next(long position) throws IOException {
        long expected = header.last() + 1;
        BatchHeader found = reader.batch(offset);
        if (found == null || found.first() != expected) {
            throw CorruptLogException.at(
                    reader.path(), offset, expected, "the head of a batch is not as it was written");
        }
        if (found.last() >= position) {
            ByteBuffer body = reader.body(offset, found);
            if (body == null) {
                throw CorruptLogException.at(reader.path(), offset, expected, "a batch is not as it was written");
            }
            records = decode(body, found.count());
        }
        header = found;
        offset += found.totalBytes();
    }

    private static byte[][] decode(ByteBuffer body, int count) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        var in = new ByteReader(bytes);
        byte[][] records = new byte[count][];
        for (int i = 0; i < count; i++) {
            records[i] = in.getBytes();
        }
        in.expectEnd();
        return records;
    }
}
