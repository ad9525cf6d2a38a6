package io.causalgrid.dashboard.upstream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.client.SseEvent;

/** What the dashboard asks of the gateway. Bodies are JSON text; an error status is an answer, not an exception. */
@Path("/")
public interface GatewayApi {
    @GET
    @Path("v1/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    Multi<SseEvent<String>> events();

    @GET
    @Path("v1/substations")
    Uni<Response> substations();

    @POST
    @Path("charge")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<Response> charge(String body);
}
