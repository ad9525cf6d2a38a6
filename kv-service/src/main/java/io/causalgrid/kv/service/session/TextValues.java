package io.causalgrid.kv.service.session;

import io.causalgrid.kv.core.record.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decides which values a JSON document shows as texts: those that say they are, in UTF-8, and are well-formed. */
public final class TextValues {
    private static final Pattern TEXT = Pattern.compile("(text/[^;]+|application/([^;]+\\+)?(json|xml))\\s*(;.*)?");
    private static final Pattern OTHER_CHARSET = Pattern.compile(".*;\\s*charset=(?!\"?utf-8\"?\\s*(;|$)).*");

    private TextValues() {}

    /** The value's text; nothing if it has to be shown as bytes. */
    public static Optional<String> text(Value value) {
        String type = value.contentType().toLowerCase(Locale.ROOT);
        if (!TEXT.matcher(type).matches() || OTHER_CHARSET.matcher(type).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.bytes()))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
