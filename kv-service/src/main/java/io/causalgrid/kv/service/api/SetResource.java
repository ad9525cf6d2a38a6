package io.causalgrid.kv.service.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.causalgrid.http.compression.Compressible;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.service.site.Site;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Sets of texts. An element that is added and removed concurrently is in the set. */
@Path("/v1/sets/{key}")
@Tag(name = "Counters, sets, maps")
public class SetResource {
    /** What the register of an element holds. */
    static final Value PRESENT = Value.text("");

    private static final int NAME_SEGMENT = 3;
    private static final int ELEMENT_SEGMENT = 5;

    private final Site site;
    private final Texts texts;
    private final Writes writes;
    private final RegisterAccess registers;
    private final Pages pages;

    @Inject
    SetResource(Site site, Texts texts, Writes writes, RegisterAccess registers, Pages pages) {
        this.site = site;
        this.texts = texts;
        this.writes = writes;
        this.registers = registers;
        this.pages = pages;
    }

    /** Some of a set's elements. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Set")
    record SetDocument(
            String key,
            List<String> elements,

            @Schema(description = "the value of after for the next page; absent on the last one") @Nullable
            String next) {}

    /** Lists the elements. */
    @GET
    @RunOnVirtualThread
    @Compressible
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "List a set's elements", description = "A set that nobody has added to is empty.")
    public SetDocument list(
            @Context RoutingContext context,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        String key = name(NAME_SEGMENT, context.request());
        var page = pages.elements(context, key, after, Pages.limit(limit));
        return new SetDocument(key, page.entries(), page.next());
    }

    /** Adds an element. */
    @PUT
    @Path("elements/{element}")
    @Operation(summary = "Add an element", description = "Wins over a concurrent removal.")
    @APIResponse(responseCode = "204", description = "It is in the set")
    public Uni<Response> add(@Context HttpServerRequest request) {
        String register = register(request);
        WriteHeaders options = WriteHeaders.of(request.headers());
        var add = new Mutation.Put(register, PRESENT);
        return writes.write(add, Optional.empty(), options, options.fingerprint("add", register))
                .map(done -> done.respond(Response.Status.NO_CONTENT).build());
    }

    /** Removes an element. */
    @DELETE
    @Path("elements/{element}")
    @Operation(summary = "Remove an element")
    @APIResponse(responseCode = "204", description = "It is no longer in the set")
    @APIResponse(responseCode = "404", description = "It was not in the set")
    public Uni<Response> remove(@Context HttpServerRequest request) {
        return registers
                .delete(register(request), request.headers())
                .map(done -> done.respond(Response.Status.NO_CONTENT).build());
    }

    /** Asks whether an element is in the set. */
    @GET
    @Path("elements/{element}")
    @Operation(summary = "Ask whether an element is in the set")
    @APIResponse(responseCode = "204", description = "It is")
    @APIResponse(responseCode = "404", description = "It is not")
    public Uni<Response> contains(@Context HttpServerRequest request) {
        return site.read(register(request)).map(visible -> {
            if (visible.isEmpty()) {
                throw RegisterAccess.noValue();
            }
            return Response.noContent().build();
        });
    }

    private String register(HttpServerRequest request) {
        return StoreKeys.ofElement(name(NAME_SEGMENT, request), name(ELEMENT_SEGMENT, request));
    }

    private String name(int segment, HttpServerRequest request) {
        return texts.name(PathNames.segment(segment, request));
    }
}
