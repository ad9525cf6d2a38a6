package io.causalgrid.kv.service.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.causalgrid.kv.core.state.Register;
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
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Keys and their values: bytes in, bytes out. */
@Path("/v1/kv")
@Tag(name = "Keys and values")
public class KeyValueResource {
    private static final String PREFIX = "/v1/kv/";

    private final RegisterAccess registers;
    private final Texts texts;
    private final Pages pages;

    KeyValueResource(RegisterAccess registers, Texts texts, Pages pages) {
        this.registers = registers;
        this.texts = texts;
        this.pages = pages;
    }

    /** Some of the keys. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Keys")
    record Keys(
            List<Entry> keys,

            @Schema(description = "the value of after for the next page; absent on the last one") @Nullable
            String next) {}

    /** Writes a key. */
    @PUT
    @Path("{key: .+}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Write a key",
            description = "Replaces every version that this replica has; with If-Match, just the versions named.")
    @APIResponse(
            responseCode = "204",
            description = "Written",
            headers = @Header(name = HttpHeaders.ETAG, description = "names the new version"))
    @APIResponse(responseCode = "202", description = "Written, and fewer members than asked for hold it durably yet")
    @APIResponse(responseCode = "412", description = "The condition does not hold here; nothing was written")
    @APIResponse(responseCode = "413", description = "The value is too large")
    public Uni<Response> put(@Context HttpServerRequest request, @Context HttpHeaders headers, byte @Nullable [] body) {
        return registers.put(register(request), body, headers);
    }

    /** Reads a key. */
    @GET
    @Path("{key: .+}")
    @Produces(MediaType.WILDCARD)
    @Operation(
            summary = "Read a key",
            description = "The bytes of the winner. With Accept: " + RegisterAccess.VERSIONS + " all versions.")
    @APIResponse(
            responseCode = "200",
            description = "The value",
            headers = {
                @Header(name = HttpHeaders.ETAG, description = "names all versions"),
                @Header(name = RegisterAccess.VERSION_COUNT, description = "how many concurrent versions there are"),
                @Header(name = RegisterAccess.EXPIRES_AT, description = "when it expires, if it does")
            },
            content = {
                @Content(mediaType = MediaType.WILDCARD),
                @Content(mediaType = RegisterAccess.VERSIONS, schema = @Schema(implementation = Entry.Versions.class))
            })
    @APIResponse(responseCode = "304", description = "It is still the one named by If-None-Match")
    @APIResponse(responseCode = "404", description = "It has no value")
    public Uni<Response> get(@Context HttpServerRequest request, @Context HttpHeaders headers) {
        return registers.get(register(request), headers, visible -> versions(request, visible));
    }

    /** Deletes a key. */
    @DELETE
    @Path("{key: .+}")
    @Operation(
            summary = "Delete a key",
            description = "Takes away every version that this replica has; a concurrent write survives.")
    @APIResponse(responseCode = "204", description = "Deleted")
    @APIResponse(responseCode = "404", description = "There was nothing to delete")
    @APIResponse(responseCode = "412", description = "The condition does not hold here")
    public Uni<Response> delete(@Context HttpServerRequest request, @Context HttpHeaders headers) {
        return registers.delete(register(request), headers);
    }

    /** Lists keys. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "List keys in the order of their bytes", description = "A page is one causal snapshot.")
    public Uni<Keys> list(
            @Parameter(description = "what the keys begin with") @QueryParam("prefix") @Nullable String prefix,
            @Parameter(description = "the key to start behind") @QueryParam("after") @Nullable String after,
            @Parameter(description = "how many at the most, 1 to 1000; 100 if not given") @QueryParam("limit") @Nullable
                    String limit,
            @Parameter(description = "whether to show the values") @QueryParam("values") boolean values) {
        return pages.keys(prefix == null ? "" : prefix, after, Pages.limit(limit), values)
                .map(page -> new Keys(page.entries(), page.next()));
    }

    private String register(HttpServerRequest request) {
        return texts.key(PathNames.after(PREFIX, request));
    }

    private static Entry.Versions versions(HttpServerRequest request, Register visible) {
        String key = PathNames.after(PREFIX, request);
        return new Entry.Versions(key, null, ETags.of(visible), Entry.versions(visible));
    }
}
