package io.causalgrid.cli.kv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causalgrid.kv.client.value.Entry;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.KeyInfo;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.Version;
import io.causalgrid.kv.client.value.Versions;
import io.causalgrid.kv.client.watch.Change;
import io.causalgrid.kv.client.watch.WatchEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What is in the store, as JSON for scripts. A value is {@code value} if its bytes are UTF-8, else {@code valueBase64},
 * whatever its content type says; either way the bytes can be had back.
 */
public final class JsonForms {

    private JsonForms() {}

    /** The winner among a key's versions. */
    public static ObjectNode entry(Entry entry) {
        ObjectNode document =
                object().put("key", name(entry.key())).put("etag", entry.etag()).put("versions", entry.versions());
        putValue(document, entry.value());
        entry.expiresAt().ifPresent(time -> document.put("expiresAt", time.toString()));
        return document;
    }

    /** A key without its value. */
    public static ObjectNode key(KeyInfo key) {
        return object().put("key", key.key()).put("etag", key.etag()).put("versions", key.versions());
    }

    /** All versions of a key. */
    public static ObjectNode versions(Versions versions) {
        ObjectNode document = object().put("key", name(versions.key())).put("etag", versions.etag());
        var array = document.putArray("versions");
        versions.versions().forEach(version -> array.add(version(version)));
        return document;
    }

    /** What a watch hears, with the kind of event as {@code event}. */
    public static ObjectNode event(WatchEvent event) {
        return switch (event) {
            case WatchEvent.State(List<Change> entries) -> withChanges(object().put("event", "state"), entries);
            case WatchEvent.Ready(String token) ->
                object().put("event", "ready").put("token", token);
            case WatchEvent.Changed changed ->
                withChanges(
                        object().put("event", "change")
                                .put("version", changed.version())
                                .put("timestamp", changed.timestamp().toString())
                                .put("token", changed.token()),
                        changed.changes());
            case WatchEvent.StartedOver(String reason) ->
                object().put("event", "started-over").put("reason", reason);
        };
    }

    /** The value that a document gives as {@code value} or {@code valueBase64}, of the type {@code contentType}. */
    static Value value(JsonNode document) {
        JsonNode text = document.path("value");
        JsonNode encoded = document.path("valueBase64");
        if (text.isTextual() == encoded.isTextual()) {
            throw new IllegalArgumentException("either value or valueBase64 must be there, as a text");
        }
        if (text.isTextual()) {
            Value value = Value.text(JsonMembers.unicode("value", text.textValue()));
            return JsonMembers.textIfAny(document, "contentType")
                    .map(type -> Value.of(type, value.bytes()))
                    .orElse(value);
        }
        byte[] bytes = Base64.getDecoder().decode(encoded.textValue());
        return JsonMembers.textIfAny(document, "contentType")
                .map(type -> Value.of(type, bytes))
                .orElseGet(() -> Value.bytes(bytes));
    }

    static void putValue(ObjectNode document, Value value) {
        document.put("contentType", value.contentType());
        byte[] bytes = value.bytes();
        text(bytes)
                .ifPresentOrElse(
                        text -> document.put("value", text),
                        () -> document.put("valueBase64", Base64.getEncoder().encodeToString(bytes)));
    }

    /** The bytes as text, if they are UTF-8. */
    static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /** A key's name; fields of maps are nothing that these commands read. */
    static String name(Key key) {
        return switch (key) {
            case Key.Plain(String name) -> name;
            case Key.Field(String map, String field) -> map + "/" + field;
        };
    }

    private static ObjectNode version(Version version) {
        ObjectNode document = object().put("version", version.version());
        putValue(document, version.value());
        document.put("timestamp", version.timestamp().toString());
        version.expiresAt().ifPresent(time -> document.put("expiresAt", time.toString()));
        return document;
    }

    private static ObjectNode withChanges(ObjectNode document, List<Change> changes) {
        var array = document.putArray("changes");
        for (Change change : changes) {
            ObjectNode one = array.addObject().put("key", change.key());
            change.value().ifPresentOrElse(value -> putValue(one, value), () -> one.put("deleted", true));
            change.expiresAt().ifPresent(time -> one.put("expiresAt", time.toString()));
        }
        return document;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
