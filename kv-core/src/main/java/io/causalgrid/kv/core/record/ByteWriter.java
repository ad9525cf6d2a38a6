package io.causalgrid.kv.core.record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Writes the primitives of our binary forms: unsigned LEB128 numbers, and texts and byte strings with their length
 * before them. Not for use by several threads.
 */
public final class ByteWriter {
    private static final int BYTES_AT_FIRST = 256;
    private static final int BYTES_MAX = Integer.MAX_VALUE - 8; // of an array
    private static final int SCRATCH_BYTES_MAX = 64 << 10;
    private static final ThreadLocal<ByteWriter> SCRATCH = ThreadLocal.withInitial(ByteWriter::new);

    // Instead of a ByteArrayOutputStream, which takes a lock for each byte.
    private byte[] out = new byte[BYTES_AT_FIRST];
    private int length;

    /**
     * This thread's own, emptied: for what is copied out of it before anybody on this thread asks for it again. Records and
     * registers are written all day, and a new one for each would be half of all garbage.
     */
    public static ByteWriter scratch() {
        ByteWriter scratch = SCRATCH.get();
        if (scratch.out.length > SCRATCH_BYTES_MAX) {
            scratch.out = new byte[BYTES_AT_FIRST];
        }
        scratch.length = 0;
        return scratch;
    }

    /** One byte. */
    public ByteWriter putByte(int value) {
        makeRoom(1);
        out[length++] = (byte) value;
        return this;
    }

    /** A number of at least 0, in 1 to 9 bytes. */
    public ByteWriter putUnsigned(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative number " + value);
        }
        makeRoom(9);
        long rest = value;
        while (rest >= 0x80) {
            out[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[length++] = (byte) rest;
        return this;
    }

    /** A fixed 64-bit number, big endian. */
    public ByteWriter putFixed64(long value) {
        makeRoom(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            out[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    /** A text as UTF-8. */
    public ByteWriter putText(String text) {
        return putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A byte string. */
    public ByteWriter putBytes(byte[] bytes) {
        return putUnsigned(bytes.length).putRest(bytes);
    }

    /** Bytes without their number, as the last of all or in a form that tells where they end. */
    ByteWriter putRest(byte[] bytes) {
        makeRoom(bytes.length);
        System.arraycopy(bytes, 0, out, length, bytes.length);
        length += bytes.length;
        return this;
    }

    /** Adds what was written to a hash. */
    public void addTo(MessageDigest hash) {
        hash.update(out, 0, length);
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(out, length);
    }

    private void makeRoom(int bytes) {
        if (out.length - length < bytes) {
            out = Arrays.copyOf(
                    out, Math.max(Math.addExact(length, bytes), (int) Math.min(2L * out.length, BYTES_MAX)));
        }
    }
}
