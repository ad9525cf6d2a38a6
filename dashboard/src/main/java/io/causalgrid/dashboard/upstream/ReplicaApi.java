package io.causalgrid.dashboard.upstream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.client.SseEvent;

/** What the dashboard asks of a replica. Bodies are JSON text; an error status is an answer, not an exception. */
@Path("/")
public interface ReplicaApi {
    @GET
    @Path("v1/cluster/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    Multi<SseEvent<String>> events();

    @POST
    @Path("write")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<Response> write(String body);

    @GET
    @Path("get/{key}")
    Uni<Response> read(@PathParam("key") String key);

    @PUT
    @Path("v1/cluster/links/{peer}")
    @Consumes(MediaType.APPLICATION_JSON)
    Uni<Response> changeLink(@PathParam("peer") String peer, String body);
}
