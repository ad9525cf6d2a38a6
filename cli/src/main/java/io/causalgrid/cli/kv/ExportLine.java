package io.causalgrid.cli.kv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causalgrid.kv.client.value.Entry;
import io.causalgrid.kv.client.value.Value;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A key with its value, as one line of an export: {@code {"key","contentType","value" or "valueBase64","expiresAt"?}}.
 *
 * @param expiresAt when the value goes by itself
 */
record ExportLine(String key, Value value, Optional<Instant> expiresAt) {

    private static final Set<String> MEMBERS = Set.of("key", "contentType", "value", "valueBase64", "expiresAt");

    static ExportLine of(Entry entry) {
        return new ExportLine(JsonForms.name(entry.key()), entry.value(), entry.expiresAt());
    }

    /** Reads one; an {@link IllegalArgumentException} says what is wrong with it. */
    static ExportLine parse(byte[] line) {
        JsonNode document = document(line);
        JsonMembers.expectOnly(document, MEMBERS);
        return new ExportLine(
                JsonMembers.name(document, "key"),
                JsonForms.value(document),
                JsonMembers.textIfAny(document, "expiresAt").map(ExportLine::instant));
    }

    /** The line's bytes, its end included. */
    byte[] format() {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("key", key);
        JsonForms.putValue(document, value);
        expiresAt.ifPresent(time -> document.put("expiresAt", time.toString()));
        try {
            byte[] bytes = JsonMembers.JSON.writeValueAsBytes(document);
            byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
            line[bytes.length] = '\n';
            return line;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree has no form in JSON", e);
        }
    }

    private static JsonNode document(byte[] line) {
        try (var parser = JsonMembers.JSON.createParser(line)) {
            JsonNode document = JsonMembers.JSON.readTree(parser);
            if (document == null || parser.nextToken() != null) {
                throw new IllegalArgumentException("one JSON object is expected");
            }
            return document;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + Shown.oneLine(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + Shown.oneLine(String.valueOf(e.getMessage())), e);
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'expiresAt' must be a time like 2026-01-01T00:00:00Z", e);
        }
    }
}
