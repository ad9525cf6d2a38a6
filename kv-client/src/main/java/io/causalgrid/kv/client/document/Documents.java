package io.causalgrid.kv.client.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.causalgrid.kv.client.error.UnexpectedAnswerException;
import io.causalgrid.kv.client.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** What the store's documents have in common. Unknown members are ignored, so that replicas may say more one day. */
public final class Documents {
    private static final JsonMapper JSON = new JsonMapper();

    private Documents() {}

    /** Reads a document that must be one. */
    public static JsonNode read(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UnexpectedAnswerException("The answer is not JSON", e);
        }
    }

    /** Reads a document that need not be one; if it is none, all its members are missing. */
    public static JsonNode readIfAny(byte[] bytes) {
        try {
            JsonNode document = JSON.readTree(bytes);
            return document == null ? MissingNode.getInstance() : document;
        } catch (IOException _) {
            return MissingNode.getInstance();
        }
    }

    /** The other way round. */
    public static byte[] write(JsonNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree has no form in JSON", e);
        }
    }

    /** A text that must be there. */
    public static String text(JsonNode document, String name) {
        JsonNode node = document.path(name);
        if (!node.isTextual()) {
            throw missing(name);
        }
        return node.textValue();
    }

    /** A text that may be absent or null. */
    public static Optional<String> textIfAny(JsonNode document, String name) {
        JsonNode node = document.path(name);
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    /** A whole number that must be there. */
    public static long integer(JsonNode document, String name) {
        JsonNode node = document.path(name);
        if (!node.canConvertToLong() || !node.isIntegralNumber()) {
            throw missing(name);
        }
        return node.longValue();
    }

    /** An array that must be there. */
    public static JsonNode array(JsonNode document, String name) {
        JsonNode node = document.path(name);
        if (!node.isArray()) {
            throw missing(name);
        }
        return node;
    }

    /** A point in time that must be there, in ISO-8601. */
    public static Instant instant(JsonNode document, String name) {
        return parse(text(document, name));
    }

    /** A point in time that may be absent. */
    public static Optional<Instant> instantIfAny(JsonNode document, String name) {
        return textIfAny(document, name).map(Documents::parse);
    }

    /** A point in time, in ISO-8601. */
    public static Instant parse(String iso) {
        try {
            return Instant.parse(iso);
        } catch (DateTimeException e) {
            throw new UnexpectedAnswerException("The answer has no point in time in " + iso, e);
        }
    }

    /** The members {@code contentType} and {@code value} or {@code valueBase64}. */
    public static Value value(JsonNode document) {
        JsonNode encoded = document.path("valueBase64");
        try {
            byte[] bytes = encoded.isTextual()
                    ? Base64.getDecoder().decode(encoded.textValue())
                    : text(document, "value").getBytes(StandardCharsets.UTF_8);
            return Value.of(text(document, "contentType"), bytes);
        } catch (IllegalArgumentException e) {
            throw new UnexpectedAnswerException("The answer has a value that is not Base64", e);
        }
    }

    private static UnexpectedAnswerException missing(String name) {
        return new UnexpectedAnswerException("The answer lacks " + name, null);
    }
}
