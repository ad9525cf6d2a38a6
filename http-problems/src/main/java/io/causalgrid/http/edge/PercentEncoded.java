package io.causalgrid.http.edge;

import io.causalgrid.http.problems.Problems;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads percent-encoded text that is UTF-8. The decoders of the frameworks make a replacement character of what is not, and so
 * the same name of different ones.
 */
public final class PercentEncoded {
    private static final int HEX = 16;

    private PercentEncoded() {}

    /**
     * The text; a 400 problem if it is not well-formed.
     *
     * @param where what it is part of, for the problem: {@code the path}
     */
    public static String decode(String where, String raw) {
        if (raw.indexOf('%') < 0 && raw.chars().allMatch(c -> c < 0x80)) {
            return raw;
        }
        var bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(octet(where, raw, i + 1));
                i += 2;
            } else if (c < 0x80) {
                bytes.write(c);
            } else {
                throw Problems.invalidRequest("A character in " + where + " is not percent-encoded.");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException _) {
            throw Problems.invalidRequest("What is percent-encoded in " + where + " is not UTF-8.");
        }
    }

    private static int octet(String where, String raw, int at) {
        int high = at < raw.length() ? Character.digit(raw.charAt(at), HEX) : -1;
        int low = at + 1 < raw.length() ? Character.digit(raw.charAt(at + 1), HEX) : -1;
        if (high < 0 || low < 0) {
            throw Problems.invalidRequest("A percent sign in " + where + " is not followed by two hexadecimal digits.");
        }
        return high * HEX + low;
    }
}
