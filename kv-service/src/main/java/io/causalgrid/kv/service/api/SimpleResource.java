package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.key.KeyRange;
import io.causalgrid.kv.core.key.StoreKeys;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.replica.Delivery;
import io.causalgrid.kv.core.replica.HandDelivery;
import io.causalgrid.kv.core.replica.Replica;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import io.causalgrid.kv.core.state.Version;
import io.causalgrid.kv.service.api.SimpleMessages.Put;
import io.causalgrid.kv.service.api.SimpleMessages.PutResult;
import io.causalgrid.kv.service.api.SimpleMessages.Read;
import io.causalgrid.kv.service.api.SimpleMessages.Status;
import io.causalgrid.kv.service.api.SimpleMessages.Waiting;
import io.causalgrid.kv.service.api.SimpleMessages.Write;
import io.causalgrid.kv.service.api.SimpleMessages.Written;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.site.Site;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The simple API: texts in, texts out, vector clocks as arrays. It uses the same machinery as everything else. */
@Path("/")
@Tag(name = "Simple API")
public class SimpleResource {
    private static final String GET_PATH = "/get/";
    private static final int STATUS_ENTRIES_MAX = 1_000;
    private static final long STATUS_BYTES_MAX = 4L << 20;

    private final Site site;
    private final Cluster cluster;
    private final Texts texts;
    private final Writes writes;
    private final InstantSource clock;

    SimpleResource(Site site, Cluster cluster, Texts texts, Writes writes, InstantSource clock) {
        this.site = site;
        this.cluster = cluster;
        this.texts = texts;
        this.writes = writes;
        this.clock = clock;
    }

    /** Writes a key at this replica. */
    @POST
    @Path("write")
    @Operation(
            summary = "Write a key at this replica",
            description = "Answers when the write is readable here; the other replicas get it by themselves.")
    @APIResponse(responseCode = "200", description = "Written")
    @APIResponse(responseCode = "507", description = "The log is full; nothing was written")
    public Uni<Written> write(@Valid @NotNull Write write) {
        var mutation = new Mutation.Put(texts.key(write.key()), texts.value(write.value()));
        return writes.write(mutation).map(transaction -> new Written("written", clock(transaction)));
    }

    /** Reads a key at this replica. */
    @GET
    @Path("get/{key: .+}")
    @Operation(summary = "Read a key at this replica", description = "The value is null if the key has none.")
    @Parameter(name = "key", in = ParameterIn.PATH, required = true, description = "percent-encoded UTF-8")
    public Uni<Read> get(@Context HttpServerRequest request) {
        return site.read(texts.key(PathNames.after(GET_PATH, request))).map(register -> {
            Version winner = register.winner();
            String value = winner == null ? null : winner.value().asText();
            return new Read(value, clock(site.shown())); // after the data
        });
    }

    /** Delivers a write in place of the replica that made it. */
    @POST
    @Path("put")
    @Operation(
            summary = "Deliver a write that another replica made",
            description = "vector_clock is what that replica had seen, this write included; sender is its index.")
    @APIResponse(responseCode = "200", description = "Delivered, buffered until its causes come, or known already")
    @APIResponse(responseCode = "409", description = "The write claims to be made by this replica, which never made it")
    public Uni<PutResult> put(@Valid @NotNull Put put) {
        List<String> members = cluster.names();
        if (put.vectorClock().size() != members.size() || put.sender() >= members.size()) {
            throw Problems.invalidRequest("This cluster has " + members.size()
                    + " members: vector_clock needs one entry each, and sender is 0 to " + (members.size() - 1) + ".");
        }
        if (put.vectorClock().get(put.sender()) < 1) {
            throw Problems.invalidRequest("The sender's own entry counts this write, so it is at least 1.");
        }
        var mutation = new Mutation.Put(texts.key(put.key()), texts.value(put.value()));
        return site.deliverByHand(new HandDelivery(members, put.sender(), put.vectorClock(), mutation))
                .map(SimpleResource::result);
    }

    /** Shows what this replica holds. */
    @GET
    @Path("status")
    @Operation(
            summary = "Show what this replica holds",
            description = "At most 1,000 keys and 4 MiB; if there is more, truncated is true.")
    public Uni<Status> status() {
        return site.ask(this::status);
    }

    private Status status(Replica replica) {
        var store = new Store(clock.instant());
        replica.state().view(view -> {
            for (KeyRange range : StoreKeys.keys("", null)) {
                view.walk(range, store::add);
            }
            return store;
        });
        VersionVector applied = replica.state().point().applied();
        return new Status(store.texts, clock(applied), buffer(replica), store.isFull ? true : null);
    }

    /** What is shown of the keys. */
    private static final class Store {
        private final Instant now;
        private final Map<String, String> texts = new LinkedHashMap<>();
        private long length;
        private boolean isFull;

        Store(Instant now) {
            this.now = now;
        }

        /** Adds a key, if there is room; says whether it wants more. */
        boolean add(KeyedRegister keyed) {
            Version winner = keyed.register().visibleAt(now).winner();
            if (winner != null) {
                length += winner.value().length();
                isFull = texts.size() == STATUS_ENTRIES_MAX || length > STATUS_BYTES_MAX;
                if (!isFull) {
                    texts.put(
                            StoreKeys.key(keyed.key()).orElseThrow(),
                            winner.value().asText());
                }
            }
            return !isFull;
        }
    }

    private List<Waiting> buffer(Replica replica) {
        var buffer = new ArrayList<Waiting>();
        for (Transaction transaction : replica.waiting(STATUS_ENTRIES_MAX)) {
            int sender = cluster.names().indexOf(transaction.dot().site().name());
            buffer.add(waiting(transaction.mutations().getFirst(), clock(transaction), sender));
        }
        for (HandDelivery delivery : replica.waitingByHand(STATUS_ENTRIES_MAX - buffer.size())) {
            buffer.add(waiting(delivery.mutation(), delivery.clock(), delivery.sender()));
        }
        return buffer;
    }

    private static Waiting waiting(Mutation mutation, List<Long> clock, int sender) {
        String value =
                switch (mutation) {
                    case Mutation.Put put -> put.value().asText();
                    case Mutation.Delete _ -> null;
                };
        return new Waiting(mutation.key(), value, clock, sender);
    }

    private static PutResult result(Delivery delivery) {
        return switch (delivery) {
            case DELIVERED -> new PutResult("delivered");
            case BUFFERED -> new PutResult("buffered");
            case DUPLICATE -> new PutResult("duplicate");
            case NO_ROOM ->
                throw Problems.unavailable("buffer-full", "The causal buffer is full.", Duration.ofSeconds(1))
                        .build();
            case UNKNOWN_OWN ->
                throw Problems.problem(
                                Response.Status.CONFLICT,
                                "own-write-unknown",
                                "The sender is this replica itself, and it never made that write.")
                        .build();
        };
    }

    private List<Long> clock(Transaction transaction) {
        return clock(transaction.vector());
    }

    private List<Long> clock(VersionVector vector) {
        return vector.totals(cluster.names());
    }
}
