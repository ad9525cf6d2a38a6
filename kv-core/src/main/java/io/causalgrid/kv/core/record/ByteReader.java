package io.causalgrid.kv.core.record;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link ByteWriter} wrote. Every length is checked against what is left before memory is taken for it, so
 * garbage cannot make it allocate more than the input's own size. All methods throw {@link CorruptRecordException} when
 * the input does not have what is asked for.
 */
public final class ByteReader {
    private static final char REPLACEMENT = '\uFFFD';

    private final ByteBuffer in;

    public ByteReader(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    /** One byte, 0 to 255. */
    public int getByte() {
        require(1);
        return in.get() & 0xFF;
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
        return in.getLong();
    }

    /** A byte string. */
    public byte[] getBytes() {
        byte[] bytes = new byte[getCount()];
        in.get(bytes);
        return bytes;
    }

    /** A text; refused if it is not valid UTF-8. */
    public String getText() {
        byte[] bytes = getBytes();
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) { // either it was written, or the bytes are not UTF-8
            requireUtf8(bytes);
        }
        return text;
    }

    /** Whether there is anything left. */
    public boolean hasMore() {
        return in.hasRemaining();
    }

    /** Refuses bytes after the end of what was expected. */
    public void expectEnd() {
        if (in.hasRemaining()) {
            throw new CorruptRecordException(in.remaining() + " bytes too many");
        }
    }

    private static void requireUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new CorruptRecordException("a text is not UTF-8", e);
        }
    }

    private void require(long bytes) {
        if (bytes > in.remaining()) {
            throw new CorruptRecordException("needs " + bytes + " bytes, has " + in.remaining());
        }
    }
}
