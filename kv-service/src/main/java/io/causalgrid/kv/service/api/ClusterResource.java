package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.service.replication.LinkFault;
import io.causalgrid.kv.service.replication.PeerLinks;
import io.causalgrid.kv.service.telemetry.ClusterDocument;
import io.causalgrid.kv.service.telemetry.ClusterEvent;
import io.causalgrid.kv.service.telemetry.ClusterEvents;
import io.causalgrid.kv.service.telemetry.ClusterView;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** The cluster as this site sees it. */
@Path("/v1/cluster")
@Tag(name = "Cluster")
public class ClusterResource {
    private static final int DELAY_MILLIS_MAX = 60_000;

    private final ClusterView view;
    private final ClusterEvents events;
    private final PeerLinks links;
    private final boolean faultInjection;

    ClusterResource(
            ClusterView view,
            ClusterEvents events,
            PeerLinks links,
            @ConfigProperty(name = "causalgrid.fault-injection", defaultValue = "false") boolean faultInjection) {
        this.view = view;
        this.events = events;
        this.links = links;
        this.faultInjection = faultInjection;
    }

    /** A fault to put on a link; a missing field means that there is none of that kind. */
    record LinkOrder(
            @Nullable Boolean cut,
            @Nullable @PositiveOrZero @Max(DELAY_MILLIS_MAX) Integer delayMillis) {
        LinkFault fault() {
            return new LinkFault(Boolean.TRUE.equals(cut), Duration.ofMillis(delayMillis == null ? 0 : delayMillis));
        }
    }

    /** Members, vectors, lag, buffer, digests, links. */
    @GET
    @Operation(summary = "Show the cluster as this site sees it")
    public Uni<ClusterDocument> cluster() {
        return view.draw();
    }

    /** Everything that happens, as it happens. */
    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Stream what happens at this site",
            description =
                    "Events cluster (the whole document, on connect and on change), write, delivery, buffering and"
                            + " link. Beyond a rate events are skipped and counted; a client that is too slow is disconnected.")
    @APIResponse(responseCode = "503", description = "Too many clients listen already")
    public Multi<OutboundSseEvent> events(Sse sse) {
        return events.listen()
                .orElseThrow(() -> Problems.unavailable(
                                "too-many-listeners", "Too many clients listen already.", Duration.ofSeconds(10))
                        .build())
                .map(event -> outbound(sse, event));
    }

    /** Cuts, delays or heals a link. */
    @PUT
    @Path("links/{peer}")
    @Operation(
            summary = "Cut, delay or heal the link to a peer",
            description = "Only with causalgrid.fault-injection=true. A cut holds in both directions; a delay holds"
                    + " back what comes from the peer.")
    @APIResponse(responseCode = "204", description = "Done")
    @APIResponse(responseCode = "403", description = "Fault injection is off")
    @APIResponse(responseCode = "404", description = "There is no such peer")
    public Uni<Void> link(String peer, @Valid @NotNull LinkOrder order) {
        if (!faultInjection) {
            throw Problems.problem(
                            Response.Status.FORBIDDEN,
                            "fault-injection-off",
                            "Links can be cut and delayed only with causalgrid.fault-injection=true.")
                    .build();
        }
        return links.put(peer, order.fault())
                .map(done -> Uni.createFrom().completionStage(done))
                .orElseThrow(() -> Problems.problem(
                                Response.Status.NOT_FOUND, "unknown-peer", "There is no peer '" + peer + "'.")
                        .build());
    }

    private static OutboundSseEvent outbound(Sse sse, ClusterEvent event) {
        if (event.equals(ClusterEvent.HEARTBEAT)) {
            return sse.newEventBuilder().comment("heartbeat").build();
        }
        return sse.newEventBuilder()
                .name(event.type())
                .data(event.data())
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
