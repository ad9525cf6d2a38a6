package io.causalgrid.kv.service.storage;

import io.causalgrid.kv.core.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of frames, one behind the other: the length of the body, its CRC-32C, and the body, whose first byte says what
 * the frame is. A frame whose checksum is wrong, or that the file does not hold whole, is a torn tail. One thread.
 */
final class SnapshotFile implements Closeable {
    private static final int PREFIX_BYTES = 2 * Integer.BYTES;
    private static final int BODY_BYTES_MAX = 1 << 28;

    private final DiskFile file;

    SnapshotFile(DiskFile file) {
        this.file = file;
    }

    /** Writes a frame at that offset, and returns where the next one goes. */
    long write(long offset, Kind kind, byte[] content) throws IOException {
        int length = content.length + 1;
        if (length > BODY_BYTES_MAX) {
            throw new IOException("a frame of " + length + " bytes is too long");
        }
        ByteBuffer frame = ByteBuffer.allocate(PREFIX_BYTES + length);
        frame.position(PREFIX_BYTES).put(kind.code).put(content);
        frame.putInt(0, length).putInt(Integer.BYTES, checksum(frame.array(), PREFIX_BYTES, length));
        file.write(offset, frame.flip());
        return offset + PREFIX_BYTES + length;
    }

    /** The frame at that offset; null if there is no whole one. */
    @Nullable
    Frame read(long offset) throws IOException {
        long left = file.size() - offset - PREFIX_BYTES;
        if (left < 1) {
            return null;
        }
        ByteBuffer prefix = read(offset, PREFIX_BYTES);
        int length = prefix.getInt();
        if (length < 1 || length > left || length > BODY_BYTES_MAX) {
            return null;
        }
        byte[] body = read(offset + PREFIX_BYTES, length).array();
        return prefix.getInt() == checksum(body, 0, length) ? new Frame(body, offset + PREFIX_BYTES + length) : null;
    }

    /** Cuts off what is behind that offset. */
    void truncate(long offset) throws IOException {
        if (file.size() > offset) {
            file.truncate(offset);
        }
    }

    /** Makes durable what was written. */
    void sync() throws IOException {
        file.sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private ByteBuffer read(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.read(offset, bytes);
        return bytes.flip();
    }

    private static int checksum(byte[] bytes, int offset, int length) {
        var sum = new CRC32C();
        sum.update(bytes, offset, length);
        return (int) sum.getValue();
    }

    /** What a frame is. */
    enum Kind {
        HEADER(1),
        CHUNK(2),
        END(3);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }
    }

    /** A frame as it was read. */
    static final class Frame {
        private final byte[] body;
        private final long end;

        private Frame(byte[] body, long end) {
            this.body = body;
            this.end = end;
        }

        boolean is(Kind kind) {
            return body[0] == kind.code;
        }

        byte[] content() {
            return Arrays.copyOfRange(body, 1, body.length);
        }

        /** Where the next frame begins. */
        long end() {
            return end;
        }
    }
}
