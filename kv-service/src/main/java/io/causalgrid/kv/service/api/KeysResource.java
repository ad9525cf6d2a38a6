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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** All keys; one key is read and written by {@link RegisterServer}. */
@Path("/v1/kv")
@Tag(name = "Keys and values")
public class KeysResource {
    private final Pages pages;

    KeysResource(Pages pages) {
        this.pages = pages;
    }

    /** Some of the keys. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Keys")
    record Keys(
            List<Entry> keys,

            @Schema(description = "the value of after for the next page; absent on the last one") @Nullable
            String next) {}

    /** Lists keys. */
    @GET
    @RunOnVirtualThread
    @Compressible
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "List keys in the order of their bytes", description = "A page is one causal snapshot.")
    public Keys list(
            @Context RoutingContext context,
            @Parameter(description = "what the keys begin with") @QueryParam("prefix") @Nullable String prefix,
            @Parameter(description = "the key to start behind") @QueryParam("after") @Nullable String after,
            @Parameter(description = "how many at the most, 1 to 1000; 100 if not given") @QueryParam("limit") @Nullable
                    String limit,
            @Parameter(description = "whether to show the values: true or false, false if not given")
                    @QueryParam("values")
                    @Nullable
                    String values) {
        var page = pages.keys(
                context, prefix == null ? "" : prefix, after, Pages.limit(limit), Pages.isWanted("values", values));
        return new Keys(page.entries(), page.next());
    }
}
