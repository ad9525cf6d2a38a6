package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.record.ByteReader;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into frames. Most of what the network brings at a time is whole frames, which are read where they
 * lie; only the beginning of one is kept until the rest has come. One thread.
 */
final class FrameReader implements Handler<Buffer> {
    private final Consumer<Frame> sink;
    private @Nullable Buffer begun; // a frame of which something is missing

    FrameReader(Consumer<Frame> sink) {
        this.sink = sink;
    }

    /** @throws CorruptRecordException if the bytes are not frames; the stream is then of no more use */
    @Override
    public void handle(Buffer bytes) {
        if (begun == null) {
            read(bytes.getBytes());
            return;
        }
        Buffer grown = begun.appendBuffer(bytes);
        if (grown.length() >= Frame.LENGTH_BYTES && grown.length() >= Frame.LENGTH_BYTES + checked(grown.getInt(0))) {
            begun = null;
            read(grown.getBytes());
        }
    }

    private void read(byte[] bytes) {
        var lengths = ByteBuffer.wrap(bytes);
        int at = 0;
        while (bytes.length - at >= Frame.LENGTH_BYTES) {
            int start = at + Frame.LENGTH_BYTES;
            int length = checked(lengths.getInt(at));
            if (bytes.length - start < length) {
                break;
            }
            at = start + length;
            sink.accept(Frame.decode(new ByteReader(bytes, start, at)));
        }
        if (at < bytes.length) {
            begun = Buffer.buffer(Arrays.copyOfRange(bytes, at, bytes.length));
        }
    }

    private static int checked(int length) {
        if (length < 1 || length > Frame.BYTES_MAX) {
            throw new CorruptRecordException("a frame of " + length + " bytes");
        }
        return length;
    }
}
