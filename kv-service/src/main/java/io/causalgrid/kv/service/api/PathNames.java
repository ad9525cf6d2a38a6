package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
        String path = path(request);
        if (!path.startsWith(prefix)) {
            throw detour();
        }
        return decode(path.substring(prefix.length()));
    }

    /** The name that is one segment, counted from 1. */
    static String segment(int index, HttpServerRequest request) {
        String[] segments = path(request).split("/", -1);
        if (segments.length <= index || Arrays.stream(segments).skip(1).anyMatch(PathNames::isDetour)) {
            throw detour();
        }
        return decode(segments[index]);
    }

    /** Such a path is routed by what it comes to; what is a name in it and what a step would be a guess. */
    private static HttpProblem detour() {
        return Problems.invalidRequest("The path has '.', '..' or nothing between two slashes.");
    }

    private static String path(HttpServerRequest request) {
        return Objects.requireNonNull(request.path(), "a request that was routed by its path");
    }

    private static boolean isDetour(String segment) {
        return segment.isEmpty() || segment.equals(".") || segment.equals("..");
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
