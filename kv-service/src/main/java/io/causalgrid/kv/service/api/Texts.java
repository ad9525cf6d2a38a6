package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.service.config.KvConfig;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the names and values that clients give. */
@Singleton
class Texts {
    private static final String BYTES = "application/octet-stream";
    private static final Set<String> USUAL_TYPES = Set.of(BYTES, Value.TEXT, "text/plain", "application/json");
    private static final Pattern CONTENT_TYPE = Pattern.compile("[\\x21-\\x7E]+/[\\x20-\\x7E]+");
    private static final int CONTENT_TYPE_LENGTH_MAX = 255;

    private final int keyBytesMax;
    private final long valueBytesMax;

    Texts(KvConfig config) {
        this.keyBytesMax = config.maxKeyBytes();
        this.valueBytesMax = config.maxValueSize().asLongValue();
    }

    /** The register of a key; a 400 problem if there can be no such key. */
    String key(@Nullable String text) {
        return StoreKeys.ofKey(name(text));
    }

    /** The name itself; a 400 problem if nothing in the store can be named like that. */
    String name(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw Problems.invalidRequest("A key has at least one character.");
        }
        if (text.length() * 3 > keyBytesMax || hasSurrogates(text)) {
            int length = encode("key", text).length;
            if (length > keyBytesMax) {
                throw Problems.problem(
                                Response.Status.BAD_REQUEST,
                                "key-too-long",
                                "The key has " + length + " bytes of UTF-8, more than " + keyBytesMax + ".")
                        .with("limit", keyBytesMax)
                        .build();
            }
        }
        return text;
    }

    /** A value given as a text; a 413 problem if it is too large. */
    Value value(String text) {
        return value(Value.TEXT, text);
    }

    /** A value given as a text of that content type; a 413 problem if it is too large. */
    Value value(@Nullable String contentType, String text) {
        return value(contentType == null ? Value.TEXT : contentType, encode("value", text));
    }

    /** A value; a 413 problem if it is too large, a 400 problem if the content type is none. */
    Value value(@Nullable String contentType, byte[] bytes) {
        if (bytes.length > valueBytesMax) {
            throw tooLarge(valueBytesMax);
        }
        String type = contentType == null ? BYTES : contentType;
        if (!USUAL_TYPES.contains(type)
                && (type.length() > CONTENT_TYPE_LENGTH_MAX
                        || !CONTENT_TYPE.matcher(type).matches())) {
            throw Problems.invalidRequest("This is no content type: " + type);
        }
        return Value.of(type, bytes);
    }

    /** A value given in base64; a 400 problem if it is not. */
    Value valueOfBase64(@Nullable String contentType, String base64) {
        try {
            return value(contentType, Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException _) {
            throw Problems.invalidRequest("A valueBase64 is not in base64.");
        }
    }

    /** A 413 problem. */
    static HttpProblem tooLarge(long bytesMax) {
        return Problems.problem(
                        Response.Status.REQUEST_ENTITY_TOO_LARGE,
                        "value-too-large",
                        "The value has more than " + bytesMax + " bytes.")
                .with("limit", bytesMax)
                .build();
    }

    /** JSON can carry half of a surrogate pair, which is no character and has no UTF-8. */
    private static byte[] encode(String what, String text) {
        if (hasSurrogates(text) && !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw Problems.invalidRequest("The " + what + " is not well-formed Unicode.");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
