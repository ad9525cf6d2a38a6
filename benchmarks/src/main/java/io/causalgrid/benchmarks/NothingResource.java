package io.causalgrid.benchmarks;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Reads and answers what the store's API does, in the same form and size, and does nothing in between. */
@Path("/nothing")
public class NothingResource {
    private static final List<Long> CLOCK = List.of(1L, 2L, 3L);
    private static final String TEXT = "v".repeat(100);
    private static final byte[] BYTES = new byte[100];

    /** What comes in at the simple API. */
    public record Request(String key, String value) {}

    /** What goes out there. */
    public record Answer(String value, List<Long> clock) {}

    /** As if a value were read. */
    @GET
    @Path("kv/{key: .+}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public Uni<byte[]> get() {
        return Uni.createFrom().item(BYTES);
    }

    /** Takes a value. */
    @PUT
    @Path("kv/{key: .+}")
    @Consumes(MediaType.WILDCARD)
    public Uni<Void> put(byte[] value) {
        return Uni.createFrom().voidItem();
    }

    /** As if a value were read by the simple API. */
    @GET
    @Path("get/{key}")
    public Uni<Answer> simpleGet() {
        return Uni.createFrom().item(new Answer(TEXT, CLOCK));
    }

    /** Takes a value as the simple API does. */
    @POST
    @Path("write")
    public Uni<Answer> simpleWrite(Request request) {
        return Uni.createFrom().item(new Answer(request.key(), CLOCK));
    }
}
