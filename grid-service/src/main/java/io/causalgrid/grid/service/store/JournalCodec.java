package io.causalgrid.grid.service.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.causalgrid.grid.core.feeder.FeederRow;
import io.causalgrid.grid.core.ledger.LedgerEvent;
import io.causalgrid.grid.core.owner.JournalException;
import io.causalgrid.grid.core.owner.KeyRecord;
import io.causalgrid.grid.core.owner.OwnerEvent;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.kv.client.value.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The journal's documents in JSON. The members are the components of the records, so a renamed component is another format: that
 * is what the golden files in the tests are for. Unknown members are refused: who wrote them meant something. So are missing ones
 * and versions of the format that are newer: half an event is none. Slices of version 1 are {@linkplain FirstFormat brought up} to
 * the present one.
 */
final class JournalCodec {
    private static final int SLICE_FORMAT = 2;
    private static final int KEY_FORMAT = 1;
    private static final int ROW_FORMAT = 1;

    /** Events that are stored under one key. */
    record Slice(int version, List<OwnerEvent> events) {
        Slice {
            requireVersion(SLICE_FORMAT, version);
            events = List.copyOf(events);
        }
    }

    /** What a substation says of a key, with the version of the format. */
    private record StoredKey(int version, KeyRecord record) {
        StoredKey {
            requireVersion(KEY_FORMAT, version);
            Objects.requireNonNull(record, "record");
        }
    }

    /** What a substation says to those that hang on the same feeder, with the version of the format. */
    private record StoredRow(int version, FeederRow row) {
        StoredRow {
            requireVersion(ROW_FORMAT, version);
            Objects.requireNonNull(row, "row");
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = OwnerEvent.Booked.class, name = "booked"),
        @JsonSubTypes.Type(value = OwnerEvent.Allowed.class, name = "allowed"),
        @JsonSubTypes.Type(value = OwnerEvent.Lent.class, name = "lent")
    })
    private interface OwnerEventTypes {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = LedgerEvent.Reserved.class, name = "reserved"),
        @JsonSubTypes.Type(value = LedgerEvent.Queued.class, name = "queued"),
        @JsonSubTypes.Type(value = LedgerEvent.Confirmed.class, name = "confirmed"),
        @JsonSubTypes.Type(value = LedgerEvent.Promoted.class, name = "promoted"),
        @JsonSubTypes.Type(value = LedgerEvent.Delivered.class, name = "delivered"),
        @JsonSubTypes.Type(value = LedgerEvent.Suspended.class, name = "suspended"),
        @JsonSubTypes.Type(value = LedgerEvent.Resumed.class, name = "resumed"),
        @JsonSubTypes.Type(value = LedgerEvent.Ended.class, name = "ended"),
        @JsonSubTypes.Type(value = LedgerEvent.Counted.class, name = "counted"),
        @JsonSubTypes.Type(value = LedgerEvent.Standing.class, name = "standing"),
        @JsonSubTypes.Type(value = LedgerEvent.Remembered.class, name = "remembered")
    })
    private interface LedgerEventTypes {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Session.Reserved.class, name = "reserved"),
        @JsonSubTypes.Type(value = Session.Queued.class, name = "queued"),
        @JsonSubTypes.Type(value = Session.Charging.class, name = "charging"),
        @JsonSubTypes.Type(value = Session.Suspended.class, name = "suspended"),
        @JsonSubTypes.Type(value = Session.Ended.class, name = "ended")
    })
    private interface SessionTypes {}

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .visibility(PropertyAccessor.GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
            .addMixIn(OwnerEvent.class, OwnerEventTypes.class)
            .addMixIn(LedgerEvent.class, LedgerEventTypes.class)
            .addMixIn(Session.class, SessionTypes.class)
            .build();

    private JournalCodec() {}

    /** One event, as it stands in a slice. */
    static byte[] encode(OwnerEvent event) {
        try {
            return JSON.writerFor(OwnerEvent.class).writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A slice of encoded events; they are encoded one by one, so that slices can be cut by their size. */
    static Value slice(List<byte[]> events) {
        var document = new ByteArrayOutputStream();
        document.writeBytes(
                "{\"version\":%d,\"events\":[".formatted(SLICE_FORMAT).getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                document.write(',');
            }
            document.writeBytes(events.get(i));
        }
        document.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return Value.of("application/json", document.toByteArray());
    }

    /**
     * The events of a slice.
     *
     * @throws JournalException if that is no slice of a journal that this version can read
     */
    static List<OwnerEvent> decode(String key, Value value) {
        return read(key, value, Slice.class, FirstFormat::broughtUp).events();
    }

    static Value encode(KeyRecord record) {
        return value(new StoredKey(KEY_FORMAT, record));
    }

    /**
     * The other way round.
     *
     * @throws JournalException if that is no record of a key that this version can read
     */
    static KeyRecord decodeKey(String key, Value value) {
        return read(key, value, StoredKey.class, UnaryOperator.identity()).record();
    }

    static Value encode(FeederRow row) {
        return value(new StoredRow(ROW_FORMAT, row));
    }

    /**
     * The other way round.
     *
     * @throws JournalException if that is no row that this version can read
     */
    static FeederRow decodeRow(String key, Value value) {
        return read(key, value, StoredRow.class, UnaryOperator.identity()).row();
    }

    /** Any document for readers. */
    static Value value(Object document) {
        try {
            return Value.of("application/json", JSON.writeValueAsBytes(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void requireVersion(int known, int version) {
        if (version != known) {
            throw new IllegalArgumentException("version " + version + " of the format");
        }
    }

    private static <T> T read(String key, Value value, Class<T> type, UnaryOperator<JsonNode> update) {
        try {
            JsonNode document = update.apply(JSON.readTree(value.bytes()));
            return Objects.requireNonNull(JSON.treeToValue(document, type), "a document");
        } catch (IOException | NullPointerException e) { // of the text "null" Jackson makes just that
            throw new JournalException(key + " holds no " + type.getSimpleName() + " that this version can read", e);
        }
    }
}
