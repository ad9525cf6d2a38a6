package io.causalgrid.kv.service.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.Version;
import io.causalgrid.kv.service.session.TextValues;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The documents that show keys and fields with what they hold. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Entry", description = "A key or a field. The value is a text, or base64 if it is no text.")
record Entry(
        @Nullable String key,
        @Nullable String field,

        @Schema(description = "names all versions; for If-Match, there in quotes") @Nullable
        String etag,

        @Schema(description = "how many concurrent versions there are; 0 if there is no value")
        int versions,

        @Nullable String contentType,
        @Nullable String value,
        @Nullable String valueBase64,
        @Nullable Instant expiresAt,

        @Schema(description = "all versions, the winner first; if they were asked for") @Nullable
        List<VersionDocument> all) {

    /** One of several versions. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Version")
    record VersionDocument(
            String version,
            String contentType,
            @Nullable String value,
            @Nullable String valueBase64,

            @Schema(description = "when it was written, by its replica's clock")
            Instant timestamp,

            @Nullable Instant expiresAt) {}

    /** All versions of a key, the winner first. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Versions")
    record Versions(@Nullable String key, @Nullable String field, String etag, List<VersionDocument> versions) {}

    /** A key with all its versions. */
    static Entry withVersions(String key, Register visible) {
        List<Version> all = visible.versions().reversed();
        String etag = all.isEmpty() ? null : ETags.of(visible);
        return new Entry(
                key,
                null,
                etag,
                all.size(),
                null,
                null,
                null,
                null,
                all.stream().map(Entry::version).toList());
    }

    /** A key with what is to be seen of it. */
    static Entry ofKey(String key, Register visible, boolean withValue) {
        return of(key, null, visible, withValue);
    }

    /** A field with what is to be seen of it. */
    static Entry ofField(String field, Register visible) {
        return of(null, field, visible, true);
    }

    /** All versions, one by one. */
    static List<VersionDocument> versions(Register visible) {
        return visible.distinct().reversed().stream().map(Entry::version).toList();
    }

    /** The content in base64. */
    static String base64(Value value) {
        return Base64.getEncoder().encodeToString(value.bytes());
    }

    private static Entry of(@Nullable String key, @Nullable String field, Register visible, boolean withValue) {
        Version winner = visible.winner();
        if (winner == null) {
            return new Entry(key, field, null, 0, null, null, null, null, null);
        }
        String etag = ETags.of(visible);
        int versions = visible.distinct().size();
        if (!withValue) {
            return new Entry(key, field, etag, versions, null, null, null, null, null);
        }
        Value value = winner.value();
        Optional<String> text = TextValues.text(value);
        return new Entry(
                key,
                field,
                etag,
                versions,
                value.contentType(),
                text.orElse(null),
                text.isPresent() ? null : base64(value),
                winner.expiresAt(),
                null);
    }

    private static VersionDocument version(Version version) {
        Value value = version.value();
        Optional<String> text = TextValues.text(value);
        return new VersionDocument(
                version.dot().toString(),
                value.contentType(),
                text.orElse(null),
                text.isPresent() ? null : base64(value),
                Instant.ofEpochMilli(version.timestamp().epochMillis()),
                version.expiresAt());
    }
}
