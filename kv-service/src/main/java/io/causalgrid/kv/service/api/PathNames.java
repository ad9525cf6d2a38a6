package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Reads names out of a request's path as it was sent. What the framework has decoded is of no use: a slash in a name and a
 * slash between two names would be the same, and bytes that are no UTF-8 would have become something else.
 */
final class PathNames {
    private static final int HEX = 16;

    private PathNames() {}

    /** The name that is all that follows a prefix. */
    static String after(String prefix, HttpServerRequest request) {
        return decode(path(request).substring(prefix.length()));
    }

    /** The name that is one segment, counted from 1. */
    static String segment(int index, HttpServerRequest request) {
        return decode(path(request).split("/", -1)[index]);
    }

    private static String path(HttpServerRequest request) {
        return Objects.requireNonNull(request.path(), "a request that was routed by its path");
    }

    private static String decode(String raw) {
        if (raw.indexOf('%') < 0 && raw.chars().allMatch(c -> c < 0x80)) {
            return raw;
        }
        var bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(octet(raw, i + 1));
                i += 2;
            } else if (c < 0x80) {
                bytes.write(c);
            } else {
                throw Problems.invalidRequest("The path has characters that are not percent-encoded.");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException _) {
            throw Problems.invalidRequest("A name in the path is not UTF-8.");
        }
    }

    private static int octet(String raw, int at) {
        int high = at < raw.length() ? Character.digit(raw.charAt(at), HEX) : -1;
        int low = at + 1 < raw.length() ? Character.digit(raw.charAt(at + 1), HEX) : -1;
        if (high < 0 || low < 0) {
            throw Problems.invalidRequest("A percent sign in the path is not followed by two hexadecimal digits.");
        }
        return high * HEX + low;
    }
}
