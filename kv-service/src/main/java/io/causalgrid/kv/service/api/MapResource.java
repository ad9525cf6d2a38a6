package io.causalgrid.kv.service.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.causalgrid.kv.core.key.StoreKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Maps whose fields are written apart from each other, each like a key. */
@Path("/v1/maps/{key}")
@Tag(name = "Counters, sets, maps")
public class MapResource {
    private static final int NAME_SEGMENT = 3;
    private static final int FIELD_SEGMENT = 5;

    private final RegisterAccess registers;
    private final Texts texts;
    private final Pages pages;

    MapResource(RegisterAccess registers, Texts texts, Pages pages) {
        this.registers = registers;
        this.texts = texts;
        this.pages = pages;
    }

    /** Some of a map's fields. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Map")
    record MapDocument(
            String key,
            List<Entry> fields,

            @Schema(description = "the value of after for the next page; absent on the last one") @Nullable
            String next) {}

    /** Lists the fields. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "List a map's fields with their values", description = "A page is one causal snapshot.")
    public Uni<MapDocument> list(
            @Context HttpServerRequest request,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        String key = name(NAME_SEGMENT, request);
        return pages.fields(key, after, Pages.limit(limit))
                .map(page -> new MapDocument(key, page.entries(), page.next()));
    }

    /** Writes a field. */
    @PUT
    @Path("fields/{field}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Write a field", description = "As a key is written.")
    @APIResponse(responseCode = "204", description = "Written")
    @APIResponse(responseCode = "412", description = "The condition does not hold here; nothing was written")
    public Uni<Response> put(@Context HttpServerRequest request, @Context HttpHeaders headers, byte @Nullable [] body) {
        return registers.put(register(request), body, headers);
    }

    /** Reads a field. */
    @GET
    @Path("fields/{field}")
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "Read a field", description = "As a key is read.")
    @APIResponse(responseCode = "200", description = "The value")
    @APIResponse(responseCode = "404", description = "It has no value")
    public Uni<Response> get(@Context HttpServerRequest request, @Context HttpHeaders headers) {
        String field = name(FIELD_SEGMENT, request);
        return registers.get(
                register(request),
                headers,
                visible -> new Entry.Versions(null, field, ETags.of(visible), Entry.versions(visible)));
    }

    /** Deletes a field. */
    @DELETE
    @Path("fields/{field}")
    @Operation(summary = "Delete a field", description = "As a key is deleted.")
    @APIResponse(responseCode = "204", description = "Deleted")
    @APIResponse(responseCode = "404", description = "There was nothing to delete")
    public Uni<Response> delete(@Context HttpServerRequest request, @Context HttpHeaders headers) {
        return registers.delete(register(request), headers);
    }

    private String register(HttpServerRequest request) {
        return StoreKeys.ofField(name(NAME_SEGMENT, request), name(FIELD_SEGMENT, request));
    }

    private String name(int segment, HttpServerRequest request) {
        return texts.name(PathNames.segment(segment, request));
    }
}
