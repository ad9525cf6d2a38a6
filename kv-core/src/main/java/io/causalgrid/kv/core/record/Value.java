package io.causalgrid.kv.core.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A key's content: bytes and their media type. Immutable; the array is copied on the way in and on the way out. */
public final class Value {
    /** The media type of values that were written as text. */
    public static final String TEXT = "text/plain;charset=UTF-8";

    private final String contentType;
    private final byte[] bytes;

    private Value(String contentType, byte[] bytes) {
        this.contentType = contentType;
        this.bytes = bytes;
    }

    /** A value with a copy of those bytes. */
    public static Value of(String contentType, byte[] bytes) {
        return new Value(contentType, bytes.clone());
    }

    /** A value over those bytes; the caller gives them away. */
    static Value owning(String contentType, byte[] bytes) {
        return new Value(contentType, bytes);
    }

    /** A text, stored as UTF-8. */
    public static Value text(String text) {
        return new Value(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public String contentType() {
        return contentType;
    }

    /** A copy of the content. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Writes the content as a byte string. */
    public void putBytes(ByteWriter out) {
        out.putBytes(bytes);
    }

    /** The content's length in bytes. */
    public int length() {
        return bytes.length;
    }

    /** The content read as UTF-8; bytes that are not UTF-8 appear as U+FFFD. */
    public String asText() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Value that && contentType.equals(that.contentType) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * contentType.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes of " + contentType;
    }
}
