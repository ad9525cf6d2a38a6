package io.causalgrid.kv.client.document;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Names in addresses (RFC 3986): everything but unreserved characters is encoded, slashes too, so that a key is one segment of
 * a path whatever is in it.
 */
public final class PercentEncoding {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~.";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentEncoding() {}

    /** A segment of a path. Fails on an empty text, and on one that is not Unicode. */
    public static String segment(String text) {
        boolean isRelative = name(text).equals(".") || text.equals(".."); // as they are, they would mean another path
        return isRelative ? text.replace(".", "%2E") : query(text);
    }

    /** The text itself, if it can name something: it is not empty, and it is Unicode. */
    public static String name(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the name of a key, field, element or counter must not be empty");
        }
        var _ = utf8(text);
        return text;
    }

    /** A value in a query. */
    public static String query(String text) {
        ByteBuffer bytes = utf8(text);
        var encoded = new StringBuilder(bytes.remaining());
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next > 0 && UNRESERVED.indexOf(next) >= 0) {
                encoded.append((char) next);
            } else {
                encoded.append('%').append(HEX.toHexDigits(next));
            }
        }
        return encoded.toString();
    }

    /** {@code String.getBytes} would make question marks of what is not Unicode, and different keys the same. */
    private static ByteBuffer utf8(String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("half of a surrogate pair is no character", e);
        }
    }
}
