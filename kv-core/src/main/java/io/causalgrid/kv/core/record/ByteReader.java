package io.causalgrid.kv.core.record;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads what {@link ByteWriter} wrote. Every length is checked against what is left before memory is taken for it, so
 * garbage cannot make it allocate more than the input's own size. All methods throw {@link CorruptRecordException} when
 * the input does not have what is asked for.
 */
public final class ByteReader {
    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] in;
    private final int end;
    private int at;

    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Reads a part of an array, from one index to before another. */
    public ByteReader(byte[] bytes, int from, int to) {
        this.in = bytes;
        this.at = Objects.checkFromToIndex(from, to, bytes.length);
        this.end = to;
    }

    /** One byte, 0 to 255. */
    public int getByte() {
        require(1);
        return in[at++] & 0xFF;
    }

    /** A number of at least 0. */
    public long getUnsigned() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = getByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new CorruptRecordException("a number has more than nine bytes");
    }

    /** A count of things of which each takes at least one byte. */
    public int getCount() {
        long count = getUnsigned();
        require(count);
        return (int) count;
    }

    /** A fixed 64-bit number, big endian. */
    public long getFixed64() {
        require(Long.BYTES);
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << Byte.SIZE | (in[at++] & 0xFF);
        }
        return value;
    }

    /** A byte string. */
    public byte[] getBytes() {
        int length = getCount();
        byte[] bytes = Arrays.copyOfRange(in, at, at + length);
        at += length;
        return bytes;
    }

    /** All bytes that are left. */
    public byte[] getRest() {
        byte[] bytes = Arrays.copyOfRange(in, at, end);
        at = end;
        return bytes;
    }

    /** A text; refused if it is not valid UTF-8. */
    public String getText() {
        int length = getCount();
        String text = new String(in, at, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) { // either it was written, or the bytes are not UTF-8
            requireUtf8(ByteBuffer.wrap(in, at, length));
        }
        at += length;
        return text;
    }

    /** Whether there is anything left. */
    public boolean hasMore() {
        return at < end;
    }

    /** Refuses bytes after the end of what was expected. */
    public void expectEnd() {
        if (at < end) {
            throw new CorruptRecordException((end - at) + " bytes too many");
        }
    }

    /** How far it has come. */
    int position() {
        return at;
    }

    /** Steps over a text or byte string. */
    void skipBytes() {
        int length = getCount();
        at += length;
    }

    /** Whether what was read since that position is this. */
    boolean hasRead(int since, byte[] expected) {
        return Arrays.equals(in, since, at, expected, 0, expected.length);
    }

    /** A hash of what was read since that position. */
    int hashRead(int since) {
        int hash = 1;
        for (int i = since; i < at; i++) {
            hash = 31 * hash + in[i];
        }
        return hash;
    }

    /** Goes back to that position, and reads on from there. */
    void goBack(int position) {
        at = position;
    }

    /** A copy of what was read since that position. */
    byte[] read(int since) {
        return Arrays.copyOfRange(in, since, at);
    }

    private static void requireUtf8(ByteBuffer bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
        } catch (CharacterCodingException e) {
            throw new CorruptRecordException("a text is not UTF-8", e);
        }
    }

    private void require(long bytes) {
        if (bytes > end - at) {
            throw new CorruptRecordException("needs " + bytes + " bytes, has " + (end - at));
        }
    }
}
