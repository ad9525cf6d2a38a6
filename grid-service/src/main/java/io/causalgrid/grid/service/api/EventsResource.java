package io.causalgrid.grid.service.api;

import io.causalgrid.grid.service.config.Role;
import io.causalgrid.grid.service.config.Roles;
import io.causalgrid.grid.service.config.ServedBy;
import io.causalgrid.grid.service.events.EventHub;
import io.causalgrid.grid.service.gateway.GatewaySessions;
import io.causalgrid.grid.service.substation.Substation;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What happens, as it happens: at all substations from a gateway, at its own from a substation. */
@Path("/v1/events")
@ServedBy({Role.GATEWAY, Role.SUBSTATION})
@Tag(name = "Events")
public class EventsResource {
    private final Roles roles;
    private final GatewaySessions gateway;
    private final Substation substation;

    EventsResource(Roles roles, GatewaySessions gateway, Substation substation) {
        this.roles = roles;
        this.gateway = gateway;
        this.substation = substation;
    }

    /** The stream. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Follow sessions and allocations",
            description = "Server-sent events: 'session' when one starts or ends, 'allocation' with a substation's"
                    + " figures, first for each substation when connecting and then at least every tick. A comment"
                    + " every 15 seconds keeps the connection open; a client that does not read is disconnected.")
    @APIResponse(responseCode = "200", description = "The stream.")
    @APIResponse(responseCode = "503", description = "Too many clients follow already.")
    public Multi<OutboundSseEvent> events(Sse sse) {
        EventHub hub = roles.has(Role.GATEWAY) ? gateway.events() : substation.events();
        return hub.stream(sse);
    }
}
