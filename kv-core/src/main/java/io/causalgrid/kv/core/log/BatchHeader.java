package io.causalgrid.kv.core.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the records of one group commit; 36 bytes, big endian: magic (4), length of the body (4), position
 * of the first record (8), the position up to which all was durable when the batch was written (8), number of records
 * (4), CRC32C of the body (4), CRC32C of the header (4).
 *
 * <p>The header's checksum also covers the place at which it stands. So a header counts at its own place only: one that a
 * record's bytes happen to contain, or that was written to the wrong place, is none.
 */
record BatchHeader(int bodyBytes, long first, long durable, int count, int bodyCrc) {
    static final int BYTES = 36;

    private static final int MAGIC = 0x4347_4C42; // CGLB
    private static final int CRC_AT = 32;

    /** Where a batch stands: in the segment with that first position, at that byte. */
    record Place(long segment, long offset) {}

    /** The position of the last record. */
    long last() {
        return first + count - 1;
    }

    /** Header and body. */
    long totalBytes() {
        return (long) BYTES + bodyBytes;
    }

    /** Writes the header at the buffer's beginning, whatever its position. */
    void putTo(ByteBuffer target, Place place) {
        target.putInt(0, MAGIC)
                .putInt(4, bodyBytes)
                .putLong(8, first)
                .putLong(16, durable)
                .putInt(24, count)
                .putInt(28, bodyCrc)
                .putInt(CRC_AT, crc(target, place));
    }

    /** The header at the buffer's beginning; null if there is none that was written for this place. */
    static @Nullable BatchHeader read(ByteBuffer source, Place place) {
        if (!beginsAt(source) || source.getInt(CRC_AT) != crc(source, place)) {
            return null;
        }
        return new BatchHeader(
                source.getInt(4), source.getLong(8), source.getLong(16), source.getInt(24), source.getInt(28));
    }

    /** A quick look: whether a header may begin at the buffer's beginning. */
    static boolean beginsAt(ByteBuffer source) {
        return source.getInt(0) == MAGIC;
    }

    private static int crc(ByteBuffer header, Place place) {
        var crc = new CRC32C();
        crc.update(header.slice(0, CRC_AT));
        crc.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(place.segment)
                .putLong(place.offset)
                .flip());
        return (int) crc.getValue();
    }
}
