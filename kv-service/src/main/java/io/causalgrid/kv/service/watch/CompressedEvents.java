package io.causalgrid.kv.service.watch;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * One client's events as gzip (RFC 1952), each of which it can read as soon as it has come. An event that is larger than a chunk
 * goes as it is, in blocks for what is stored (RFC 1951, 3.2.4): its bytes are the same for all clients, and to compress them for
 * each would take memory for each, and the event loop from others. Belongs to the event loop of the client's connection.
 *
 * <p>It holds about 256 KiB outside the heap, and a permit for that, until it ends.
 */
final class CompressedEvents {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final byte[] LAST_BLOCK = {3, 0};
    private static final byte STORED_BLOCK = 0;
    private static final int STORED_BYTES_MAX = 0xffff;
    private static final int BUFFER_BYTES = 4 << 10;

    private final Semaphore free;
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final CRC32 sum = new CRC32();
    private long length;
    private Buffer begun = Buffer.buffer(HEADER);
    private boolean ended;

    /** @param free where the permit goes that this one holds */
    CompressedEvents(Semaphore free) {
        this.free = free;
    }

    /** What to write for events. */
    List<Buffer> write(Buffer events) {
        if (ended) {
            return List.of(); // the client has gone
        }
        byte[] bytes = events.getBytes();
        sum.update(bytes);
        length += bytes.length;
        return events.length() <= Outlet.CHUNK_BYTES ? List.of(compressed(bytes)) : stored(events);
    }

    /** What to write at the end. */
    Buffer finish() {
        if (ended) {
            return Buffer.buffer();
        }
        end();
        return taken().appendBytes(LAST_BLOCK).appendIntLE((int) sum.getValue()).appendIntLE((int) length);
    }

    /** Gives back what it holds. Once more does nothing. */
    void end() {
        if (!ended) {
            ended = true;
            deflater.end();
            free.release();
        }
    }

    private Buffer compressed(byte[] bytes) {
        Buffer out = taken();
        byte[] some = new byte[BUFFER_BYTES];
        deflater.setInput(bytes);
        int count;
        do {
            count = deflater.deflate(some, 0, some.length, Deflater.SYNC_FLUSH);
            out.appendBytes(some, 0, count);
        } while (count == some.length);
        return out;
    }

    /** Between two blocks, and so that none which follows refers to what was before. */
    private List<Buffer> stored(Buffer events) {
        var parts = new ArrayList<Buffer>();
        for (int from = 0; from < events.length(); from += STORED_BYTES_MAX) {
            int to = Math.min(from + STORED_BYTES_MAX, events.length());
            parts.add(taken().appendByte(STORED_BLOCK)
                    .appendShortLE((short) (to - from))
                    .appendShortLE((short) ~(to - from)));
            parts.add(events.slice(from, to));
        }
        deflater.reset();
        return parts;
    }

    /** What there is to write already. */
    private Buffer taken() {
        Buffer taken = begun;
        begun = Buffer.buffer();
        return taken;
    }
}
