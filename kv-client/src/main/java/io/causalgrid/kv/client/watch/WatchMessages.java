package io.causalgrid.kv.client.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.kv.client.document.Documents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads what a watch's events carry. */
final class WatchMessages {
    private WatchMessages() {}

    static WatchEvent.State state(String data) {
        return new WatchEvent.State(changes(document(data)));
    }

    static WatchEvent.Changed changed(String data, String token) {
        JsonNode document = document(data);
        return new WatchEvent.Changed(
                Documents.text(document, "version"),
                Documents.instant(document, "timestamp"),
                changes(document),
                token);
    }

    private static JsonNode document(String data) {
        return Documents.read(data.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Change> changes(JsonNode document) {
        return StreamSupport.stream(Documents.array(document, "changes").spliterator(), false)
                .map(WatchMessages::change)
                .toList();
    }

    private static Change change(JsonNode document) {
        boolean deleted = document.path("deleted").asBoolean();
        return new Change(
                Documents.text(document, "key"),
                deleted ? Optional.empty() : Optional.of(Documents.value(document)),
                Documents.instantIfAny(document, "expiresAt"));
    }
}
