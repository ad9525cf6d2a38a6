package io.causalgrid.kv.service.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.replica.WriteRequest;
import io.causalgrid.kv.core.state.Counter;
import io.causalgrid.kv.service.site.Site;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Counters, of which concurrent increments at all replicas count. */
@Path("/v1/counters")
@Tag(name = "Counters, sets, maps")
public class CounterResource {
    private static final int NAME_SEGMENT = 3;

    private final Site site;
    private final Texts texts;
    private final Writes writes;
    private final RegisterAccess registers;

    CounterResource(Site site, Texts texts, Writes writes, RegisterAccess registers) {
        this.site = site;
        this.texts = texts;
        this.writes = writes;
        this.registers = registers;
    }

    /** An increment. */
    @Schema(name = "Increment", examples = "{\"delta\":5}")
    record Increment(
            @Schema(description = "what is added, not 0, from -(2^53 - 1) to 2^53 - 1") @NotNull
            Long delta) {}

    /** A counter. */
    @Schema(name = "Counter", examples = "{\"key\":\"visits\",\"value\":42}")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CounterDocument(
            String key,

            @Schema(
                    description =
                            "from -(2^53 - 1) to 2^53 - 1; not there if replicas have counted beyond that together")
            @Nullable
            Long value,

            @Schema(description = "the value as a text, if it is beyond what every reader of JSON reads as it is")
            @Nullable
            String largeValue) {

        static CounterDocument of(String key, long value) {
            return Counter.isExactInJson(value)
                    ? new CounterDocument(key, value, null)
                    : new CounterDocument(key, null, Long.toString(value));
        }
    }

    /** Adds to a counter, which begins at 0. */
    @POST
    @Path("{key}/add")
    @Operation(
            summary = "Add to a counter",
            description = "Concurrent increments at all replicas count. The answer has the value at this replica.")
    @APIResponse(
            responseCode = "200",
            description = "Counted",
            content = @Content(schema = @Schema(implementation = CounterDocument.class)))
    @APIResponse(responseCode = "202", description = "Counted, and fewer members than asked for hold it durably yet")
    @APIResponse(responseCode = "409", description = "It cannot be repeated here, or the counter is too large")
    public Uni<Response> add(@Context HttpServerRequest request, @Valid @NotNull Increment increment) {
        String key = key(request);
        String register = StoreKeys.ofCounter(key);
        long delta = checked(increment.delta());
        WriteHeaders options = WriteHeaders.of(request.headers());
        var write = new WriteRequest(
                List.of(),
                List.of(new WriteRequest.Increment(register, delta)),
                List.of(),
                options.request(options.fingerprint("add", register, Long.toString(delta))));
        return writes.write(write, options).map(done -> done.respond(Response.Status.OK)
                .entity(CounterDocument.of(key, done.counts().getFirst()))
                .build());
    }

    /** Reads a counter. */
    @GET
    @Path("{key}")
    @Operation(summary = "Read a counter")
    @APIResponse(responseCode = "200", description = "What this replica counts")
    @APIResponse(responseCode = "404", description = "Nobody has counted, as far as this replica knows")
    public Uni<CounterDocument> get(@Context HttpServerRequest request) {
        String key = key(request);
        return site.read(StoreKeys.ofCounter(key)).map(register -> {
            if (register.isEmpty()) {
                throw RegisterAccess.noValue();
            }
            return CounterDocument.of(key, Counter.value(register));
        });
    }

    /** Deletes a counter. */
    @DELETE
    @Path("{key}")
    @Operation(
            summary = "Delete a counter",
            description = "A replica that counts concurrently keeps all that it has counted.")
    @APIResponse(responseCode = "204", description = "Deleted")
    @APIResponse(responseCode = "404", description = "There was nothing to delete")
    public Uni<Response> delete(@Context HttpServerRequest request) {
        return registers
                .delete(StoreKeys.ofCounter(key(request)), request.headers())
                .map(done -> done.respond(Response.Status.NO_CONTENT).build());
    }

    /** What may be added; a 400 problem if it is nothing or too much. */
    static long checked(long delta) {
        if (delta == 0 || Math.abs(delta) > Counter.SUM_MAX) {
            throw Problems.invalidRequest("delta is not 0, and at most 2^53 - 1 either way.");
        }
        return delta;
    }

    private String key(HttpServerRequest request) {
        return texts.name(PathNames.segment(NAME_SEGMENT, request));
    }
}
