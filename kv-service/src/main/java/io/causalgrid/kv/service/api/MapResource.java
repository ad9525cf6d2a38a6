package io.causalgrid.kv.service.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.causalgrid.http.compression.Compressible;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Maps whose fields are written apart from each other, each like a key; see {@link RegisterServer}. */
@Path("/v1/maps/{key}")
@Tag(name = "Counters, sets, maps")
public class MapResource {
    private static final int NAME_SEGMENT = 3;

    private final Texts texts;
    private final Pages pages;

    MapResource(Texts texts, Pages pages) {
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
    @RunOnVirtualThread
    @Compressible
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "List a map's fields with their values", description = "A page is one causal snapshot.")
    public MapDocument list(
            @Context RoutingContext context,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        String key = texts.name(PathNames.segment(NAME_SEGMENT, context.request()));
        var page = pages.fields(context, key, after, Pages.limit(limit));
        return new MapDocument(key, page.entries(), page.next());
    }
}
