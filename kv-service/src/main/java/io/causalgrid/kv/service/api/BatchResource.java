package io.causalgrid.kv.service.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.causalgrid.http.compression.Compressible;
import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.state.Register;
import io.causalgrid.kv.core.state.Version;
import io.causalgrid.kv.service.memory.LargeBodies;
import io.causalgrid.kv.service.memory.Turn;
import io.causalgrid.kv.service.site.Site;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Many keys at once: written in one transaction, read from one causal snapshot. */
@Path("/v1/batch")
@Tag(name = "Batches")
public class BatchResource {
    private static final int ENTRIES_MAX = 1_000;

    private final Site site;
    private final Texts texts;
    private final Writes writes;
    private final RegisterAccess registers;
    private final LargeBodies bodies;
    private final InstantSource clock;
    private final long valuesBytesMax;

    BatchResource(
            Site site,
            Texts texts,
            Writes writes,
            RegisterAccess registers,
            LargeBodies bodies,
            InstantSource clock,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize bodySizeMax) {
        this.site = site;
        this.texts = texts;
        this.writes = writes;
        this.registers = registers;
        this.bodies = bodies;
        this.clock = clock;
        this.valuesBytesMax = bodySizeMax.asLongValue(); // what one batch has written, one can read
    }

    /** A transaction. */
    @Schema(
            name = "BatchWrite",
            examples =
                    "{\"mutations\":[{\"key\":\"a\",\"value\":\"1\"},{\"key\":\"b\",\"delete\":true},{\"counter\":\"n\",\"add\":1}]}")
    record BatchWrite(
            @NotNull @Size(min = 1, max = ENTRIES_MAX) List<@Nullable MutationDocument> mutations) {}

    /** What was written. */
    @Schema(name = "BatchWritten", examples = "{\"version\":\"node0~1f2e3d4c:17\"}")
    record BatchWritten(
            @Schema(description = "the name of all new versions")
            String version) {}

    /** What to read. */
    @Schema(name = "BatchRead", examples = "{\"keys\":[\"a\",\"b\"]}")
    record BatchRead(
            @NotNull @Size(min = 1, max = ENTRIES_MAX) List<@NotNull String> keys,

            @Schema(description = "whether all versions of each key are asked for, in place of the winner's value")
            @Nullable
            Boolean versions) {}

    /** What was read. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "BatchEntries")
    record BatchEntries(List<Entry> entries) {}

    /** Writes all, or nothing. */
    @POST
    @Path("write")
    @Operation(
            summary = "Write many keys in one transaction",
            description = "All take effect at once, everywhere; or nothing is written.")
    @APIResponse(
            responseCode = "200",
            description = "Written",
            content = @Content(schema = @Schema(implementation = BatchWritten.class)))
    @APIResponse(responseCode = "412", description = "A condition does not hold here; nothing was written")
    public Uni<Response> write(@Context HttpServerRequest request, @Valid @NotNull BatchWrite batch) {
        WriteHeaders options = WriteHeaders.of(request.headers());
        var builder = new BatchBuilder(texts, registers);
        for (MutationDocument mutation : batch.mutations()) {
            builder.add(mutation);
        }
        String fingerprint = options.fingerprint("batch", options.id().isEmpty() ? "" : batch.toString());
        return writes.write(builder.build(options.request(fingerprint)), options, builder::problem)
                .map(done -> done.respond(Response.Status.OK)
                        .entity(new BatchWritten(done.version().toString()))
                        .build());
    }

    /** Reads all from one snapshot. */
    @POST
    @Path("read")
    @RunOnVirtualThread
    @Compressible
    @Operation(
            summary = "Read many keys from one causal snapshot",
            description = "In the order asked. Transactions are seen whole or not at all.")
    @APIResponse(responseCode = "200", description = "What they hold")
    @APIResponse(responseCode = "400", description = "The values are together larger than any request may be")
    public BatchEntries read(@Context RoutingContext context, @Valid @NotNull BatchRead batch) {
        List<String> names = batch.keys().stream().map(texts::name).toList();
        boolean all = Boolean.TRUE.equals(batch.versions());
        Optional<Found> small = read(names, all, LargeBodies.SMALL_BYTES_MAX);
        if (small.isPresent()) {
            return new BatchEntries(small.get().entries());
        }
        Turn turn = bodies.awaitAnswer(context, valuesBytesMax);
        Found large = read(names, all, valuesBytesMax).orElseThrow(this::tooLarge);
        turn.shrinkTo(large.bytes());
        return new BatchEntries(large.entries());
    }

    private record Found(List<Entry> entries, long bytes) {}

    /** Reads all from one snapshot, unless their values have more bytes than that. */
    private Optional<Found> read(List<String> names, boolean all, long bytesMax) {
        Instant now = clock.instant();
        return site.view(view -> {
                    var entries = new ArrayList<Entry>(names.size());
                    long bytes = 0;
                    for (String name : names) {
                        Register visible = view.read(StoreKeys.ofKey(name)).visibleAt(now);
                        bytes += bytes(visible, all);
                        if (bytes > bytesMax) {
                            return Optional.<Found>empty();
                        }
                        entries.add(all ? Entry.withVersions(name, visible) : Entry.ofKey(name, visible, true));
                    }
                    return Optional.of(new Found(entries, bytes));
                })
                .await()
                .indefinitely();
    }

    private static long bytes(Register visible, boolean all) {
        if (all) {
            return visible.versions().stream()
                    .mapToLong(version -> version.value().length())
                    .sum();
        }
        Version winner = visible.winner();
        return winner == null ? 0 : winner.value().length();
    }

    private HttpProblem tooLarge() {
        return Problems.problem(
                        Response.Status.BAD_REQUEST,
                        "answer-too-large",
                        "The values have more than " + valuesBytesMax + " bytes together. Ask for fewer at a time.")
                .with("limit", valuesBytesMax)
                .build();
    }
}
