package io.causalgrid.kv.core.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How a segment file begins; 24 bytes, big endian: magic (8), format version (4), position of the first record (8),
 * CRC32C of these (4). Every later version keeps this header, so that an older program can say why it does not read on.
 */
record SegmentHeader(int version, long first) {
    static final int BYTES = 24;
    static final int VERSION = 1;

    private static final long MAGIC = 0x4347_5249_444C_4F47L; // CGRIDLOG

    static ByteBuffer encode(long first) {
        ByteBuffer header =
                ByteBuffer.allocate(BYTES).putLong(MAGIC).putInt(VERSION).putLong(first);
        return header.putInt(crc(header.array())).flip();
    }

    /** Whether these 24 bytes were written as a header, by this program or a newer one. */
    static boolean isHeader(ByteBuffer bytes) {
        byte[] header = new byte[BYTES];
        bytes.get(0, header);
        return bytes.getLong(0) == MAGIC && bytes.getInt(20) == crc(header);
    }

    static SegmentHeader decode(ByteBuffer bytes) {
        return new SegmentHeader(bytes.getInt(8), bytes.getLong(12));
    }

    private static int crc(byte[] header) {
        var crc = new CRC32C();
        crc.update(header, 0, 20);
        return (int) crc.getValue();
    }
}
