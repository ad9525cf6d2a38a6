package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.service.config.KvConfig;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Checks keys and values that came as JSON texts. */
@Singleton
class Texts {
    private final int keyBytesMax;
    private final long valueBytesMax;

    Texts(KvConfig config) {
        this.keyBytesMax = config.maxKeyBytes();
        this.valueBytesMax = config.maxValueSize().asLongValue();
    }

    /** The key itself; a 400 problem if no key of the store can be written like that. */
    String key(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw Problems.invalidRequest("A key has at least one character.");
        }
        int length = encode("key", text).remaining();
        if (length > keyBytesMax) {
            throw Problems.problem(
                            Response.Status.BAD_REQUEST,
                            "key-too-long",
                            "The key has " + length + " bytes of UTF-8, more than " + keyBytesMax + ".")
                    .with("limit", keyBytesMax)
                    .build();
        }
        return text;
    }

    /** The value; a 413 problem if it is too large. */
    Value value(String text) {
        ByteBuffer encoded = encode("value", text);
        if (encoded.remaining() > valueBytesMax) {
            throw Problems.problem(
                            Response.Status.REQUEST_ENTITY_TOO_LARGE,
                            "value-too-large",
                            "The value has " + encoded.remaining() + " bytes, more than " + valueBytesMax + ".")
                    .with("limit", valueBytesMax)
                    .build();
        }
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return Value.of(Value.TEXT, bytes);
    }

    /** JSON can carry half of a surrogate pair, which is no character and has no UTF-8. */
    private static ByteBuffer encode(String what, String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException _) {
            throw Problems.invalidRequest("The " + what + " is not well-formed Unicode.");
        }
    }
}
