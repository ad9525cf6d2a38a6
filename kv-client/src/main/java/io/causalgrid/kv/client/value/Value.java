package io.causalgrid.kv.client.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes and what they are. The store keeps both as they are given. */
public final class Value {
    private static final String TEXT = "text/plain;charset=UTF-8";
    private static final String BYTES = "application/octet-stream";

    private final String contentType;
    private final byte[] bytes;

    private Value(String contentType, byte[] bytes) {
        this.contentType = contentType;
        this.bytes = bytes;
    }

    /** A text, as {@code text/plain;charset=UTF-8}. */
    public static Value text(String text) {
        return new Value(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes of no particular type, {@code application/octet-stream}. */
    public static Value bytes(byte[] bytes) {
        return new Value(BYTES, bytes.clone());
    }

    /** Bytes of that media type, such as {@code application/json}. */
    public static Value of(String contentType, byte[] bytes) {
        return new Value(contentType, bytes.clone());
    }

    /** The media type. */
    public String contentType() {
        return contentType;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes read as UTF-8, whatever the media type says. */
    public String text() {
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

    /** For logs: never the contents. */
    @Override
    public String toString() {
        return contentType + ", " + bytes.length + " bytes";
    }
}
