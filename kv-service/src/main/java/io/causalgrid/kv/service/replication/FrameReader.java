package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.record.CorruptRecordException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;
import java.util.function.Consumer;

/** Cuts a stream of bytes into frames. One thread. */
final class FrameReader implements Handler<Buffer> {
    private final RecordParser parser = RecordParser.newFixed(Frame.LENGTH_BYTES);
    private final Consumer<Frame> sink;
    private boolean expectsLength = true;

    FrameReader(Consumer<Frame> sink) {
        this.sink = sink;
        parser.handler(this::accept);
    }

    /** @throws CorruptRecordException if the bytes are not frames; the stream is then of no more use */
    @Override
    public void handle(Buffer bytes) {
        parser.handle(bytes);
    }

    private void accept(Buffer bytes) {
        if (expectsLength) {
            int length = bytes.getInt(0);
            if (length < 1 || length > Frame.BYTES_MAX) {
                throw new CorruptRecordException("a frame of " + length + " bytes");
            }
            expectsLength = false;
            parser.fixedSizeMode(length);
        } else {
            expectsLength = true;
            parser.fixedSizeMode(Frame.LENGTH_BYTES);
            sink.accept(Frame.decode(bytes.getBytes()));
        }
    }
}
