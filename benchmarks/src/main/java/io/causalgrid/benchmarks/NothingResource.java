package io.causalgrid.benchmarks;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;

/** Reads and answers documents of the size and form of the simple API's, and does nothing in between. */
@Path("/nothing")
public class NothingResource {
    private static final List<Long> CLOCK = List.of(1L, 2L, 3L);

    /** What comes in. */
    public record Request(String key, String value) {}

    /** What goes out. */
    public record Answer(String value, List<Long> clock) {}

    /** Answers. */
    @GET
    public Uni<Answer> get() {
        return Uni.createFrom().item(new Answer("A", CLOCK));
    }

    /** Reads a document and answers. */
    @POST
    public Uni<Answer> post(Request request) {
        return Uni.createFrom().item(new Answer(request.key(), CLOCK));
    }
}
