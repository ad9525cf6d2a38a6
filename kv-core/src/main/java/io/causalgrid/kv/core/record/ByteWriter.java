package io.causalgrid.kv.core.record;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the primitives of our binary forms: unsigned LEB128 numbers, and texts and byte strings with their length
 * before them. Not for use by several threads.
 */
public final class ByteWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

    /** One byte. */
    public ByteWriter putByte(int value) {
        out.write(value);
        return this;
    }

    /** A number of at least 0, in 1 to 9 bytes. */
    public ByteWriter putUnsigned(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative number " + value);
        }
        long rest = value;
        while (rest >= 0x80) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /** A fixed 64-bit number, big endian. */
    public ByteWriter putFixed64(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
        return this;
    }

    /** A text as UTF-8. */
    public ByteWriter putText(String text) {
        return putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A byte string. */
    public ByteWriter putBytes(byte[] bytes) {
        putUnsigned(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return out.toByteArray();
    }
}
