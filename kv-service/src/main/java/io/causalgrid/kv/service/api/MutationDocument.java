package io.causalgrid.kv.service.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One change of a batch. It names a key, a field of a map, an element of a set, or a counter; and what becomes of it.
 */
@Schema(
        name = "Mutation",
        description =
                "Names one of: key; map and field; set and element; counter. Then value, valueBase64 or delete for the"
                        + " first two, delete or nothing for an element, add for a counter.")
record MutationDocument(
        @Nullable String key,
        @Nullable String map,
        @Nullable String field,
        @Nullable String set,
        @Nullable String element,
        @Nullable String counter,
        @Nullable String value,
        @Nullable String valueBase64,
        @JsonProperty("delete") @Nullable Boolean isDeleted,
        @Nullable Long add,
        @Nullable String contentType,

        @Schema(description = "as the header If-Match") @Nullable
        String ifMatch,

        @Schema(description = "as the header If-None-Match: *") @Nullable
        String ifNoneMatch,

        @Schema(description = "seconds, as the header Expires-In") @Nullable
        Long expiresIn,

        @Schema(
                description =
                        "just these versions go, if they are there, and all others stay; without condition, and perhaps none")
        @Nullable
        List<String> replaces) {}
