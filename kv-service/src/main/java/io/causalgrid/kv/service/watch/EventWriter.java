package io.causalgrid.kv.service.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.Version;
import io.causalgrid.kv.service.session.TextValues;
import io.causalgrid.kv.service.session.Tokens;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the events of a watch in the form of server-sent events (HTML Standard, section 9.2). Any thread. */
final class EventWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private final Tokens tokens;

    /** A version of a key as the state has it. */
    record Entry(String key, Version version) {}

    @FunctionalInterface
    private interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    EventWriter(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * A transaction.
     *
     * @param seen what a client has seen with it
     * @param keys the client's key for each mutation; nothing for one that is not to be shown
     */
    Buffer change(VersionVector seen, Transaction transaction, List<Optional<String>> keys) {
        return event(id(seen) + "event: change\n", json -> {
            json.writeStringField("version", transaction.dot().toString());
            Instant time = Instant.ofEpochMilli(transaction.timestamp().epochMillis());
            json.writeStringField("timestamp", time.toString());
            json.writeArrayFieldStart("changes");
            for (int i = 0; i < keys.size(); i++) {
                Optional<String> key = keys.get(i);
                if (key.isPresent()) {
                    write(json, key.get(), transaction.mutations().get(i));
                }
            }
            json.writeEndArray();
        });
    }

    /** A part of the state with which a watch from the beginning begins. */
    Buffer state(List<Entry> entries) {
        return event("event: state\n", json -> {
            json.writeArrayFieldStart("changes");
            for (Entry entry : entries) {
                Version version = entry.version();
                write(json, entry.key(), version.value(), version.expiresAt());
            }
            json.writeEndArray();
        });
    }

    /** From here on the client hears of every change. */
    Buffer ready(VersionVector seen) {
        return event(id(seen) + "event: ready\n", _ -> {});
    }

    /** No event for the client's program, but one that moves the point on from which it resumes. */
    Buffer heartbeat(VersionVector seen) {
        return Buffer.buffer(": heartbeat\n" + id(seen) + "\n");
    }

    /** Only a sign of life. */
    Buffer heartbeat() {
        return Buffer.buffer(": heartbeat\n\n");
    }

    /** Why the watch ends. */
    Buffer ending(String event, String detail) {
        return event("event: " + event + "\n", json -> json.writeStringField("detail", detail));
    }

    private String id(VersionVector seen) {
        return "id: " + tokens.write(seen) + "\n";
    }

    private static Buffer event(String head, Content content) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        out.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            content.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        out.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        return Buffer.buffer(out.toByteArray());
    }

    private static void write(JsonGenerator json, String key, Mutation mutation) throws IOException {
        switch (mutation) {
            case Mutation.Put put -> write(json, key, put.value(), put.expiresAt());
            case Mutation.Delete _ -> {
                json.writeStartObject();
                json.writeStringField("key", key);
                json.writeBooleanField("deleted", true);
                json.writeEndObject();
            }
        }
    }

    private static void write(JsonGenerator json, String key, Value value, @Nullable Instant expiresAt)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("key", key);
        json.writeStringField("contentType", value.contentType());
        Optional<String> text = TextValues.text(value);
        if (text.isPresent()) {
            json.writeStringField("value", text.get());
        } else {
            json.writeBinaryField("valueBase64", value.bytes());
        }
        if (expiresAt != null) {
            json.writeStringField("expiresAt", expiresAt.toString());
        }
        json.writeEndObject();
    }
}
