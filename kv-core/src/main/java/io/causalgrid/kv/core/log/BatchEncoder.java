package io.causalgrid.kv.core.log;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/** Writes batches into one buffer that it keeps. For one thread. */
final class BatchEncoder {
    private final CRC32C crc = new CRC32C();
    private ByteBuffer buffer = ByteBuffer.allocate(4096);

    /** How many bytes of a batch's body the record takes. */
    static long recordBytes(LogEntry entry) {
        int length = entry.bytes().length;
        int prefix = 1;
        for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
            prefix++;
        }
        return (long) prefix + length;
    }

    /**
     * Header and body, ready to be written; good until the next call.
     *
     * @param entries at least one, and without gaps
     * @param durable the position up to which all is durable
     */
    ByteBuffer encode(List<LogEntry> entries, BatchHeader.Place place, long durable) {
        long bodyBytes = 0;
        for (LogEntry entry : entries) {
            bodyBytes += recordBytes(entry);
        }
        makeRoom(Math.toIntExact(BatchHeader.BYTES + bodyBytes));
        buffer.clear().position(BatchHeader.BYTES);
        for (LogEntry entry : entries) {
            putLength(entry.bytes().length);
            buffer.put(entry.bytes());
        }
        buffer.flip();
        crc.reset();
        crc.update(buffer.slice(BatchHeader.BYTES, (int) bodyBytes));
        long first = entries.getFirst().position();
        new BatchHeader((int) bodyBytes, first, durable, entries.size(), (int) crc.getValue()).putTo(buffer, place);
        return buffer;
    }

    private void makeRoom(int bytes) {
        if (buffer.capacity() < bytes) {
            buffer =
                    ByteBuffer.allocate(Math.max(bytes, (int) Math.min(2L * buffer.capacity(), Integer.MAX_VALUE - 8)));
        }
    }

    private void putLength(int length) {
        int rest = length;
        while (rest >= 0x80) {
            buffer.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        buffer.put((byte) rest);
    }
}
