package io.causalgrid.kv.service.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The documents of the simple API. Vector clocks are arrays of totals, one entry a member, in member order. */
final class SimpleMessages {
    private SimpleMessages() {}

    /** What to write. */
    @Schema(name = "Write", examples = "{\"key\":\"x\",\"value\":\"A\"}")
    record Write(@NotNull String key, @NotNull String value) {}

    /** What was written. */
    @Schema(name = "Written", examples = "{\"status\":\"written\",\"vector_clock\":[1,0,0]}")
    record Written(
            String status, @JsonProperty("vector_clock") List<Long> vectorClock) {}

    /** What was read; value is null if the key has none. */
    @Schema(name = "Read", examples = "{\"value\":\"A\",\"vector_clock\":[1,0,0]}")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Read(
            @Nullable String value,
            @JsonProperty("vector_clock") List<Long> vectorClock) {}

    /** A write made elsewhere. */
    @Schema(name = "Put", examples = "{\"key\":\"x\",\"value\":\"A\",\"vector_clock\":[1,0,0],\"sender\":0}")
    record Put(
            @NotNull String key,
            @NotNull String value,

            @NotNull @Size(min = 1, max = 16) @JsonProperty("vector_clock")
            List<@NotNull @PositiveOrZero Long> vectorClock,

            @NotNull @PositiveOrZero Integer sender) {}

    /** What became of it. */
    @Schema(name = "PutResult", examples = "{\"status\":\"delivered\"}")
    record PutResult(
            @Schema(enumeration = {"delivered", "buffered", "duplicate"})
            String status) {}

    /** A write that waits for its causes. */
    @Schema(name = "Waiting")
    record Waiting(
            String key,
            @Nullable String value,
            @JsonProperty("vector_clock") List<Long> vectorClock,
            int sender) {}

    /** All that a replica holds. */
    @Schema(name = "Status", examples = "{\"store\":{\"x\":\"B\"},\"vector_clock\":[1,0,1],\"buffer\":[]}")
    record Status(
            Map<String, String> store,
            @JsonProperty("vector_clock") List<Long> vectorClock,
            List<Waiting> buffer,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean truncated) {}
}
