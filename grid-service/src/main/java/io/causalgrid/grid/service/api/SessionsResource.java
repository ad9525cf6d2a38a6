package io.causalgrid.grid.service.api;

import io.causalgrid.grid.core.session.SessionState;
import io.causalgrid.grid.service.config.Role;
import io.causalgrid.grid.service.config.Roles;
import io.causalgrid.grid.service.config.ServedBy;
import io.causalgrid.grid.service.gateway.GatewaySessions;
import io.causalgrid.grid.service.substation.AdmissionProblems;
import io.causalgrid.grid.service.substation.Substation;
import io.causalgrid.grid.service.wire.SessionView;
import io.causalgrid.http.compression.Compressible;
import io.causalgrid.http.problems.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Sessions: of all substations at a gateway, of its own at a substation. */
@Path("/v1/sessions")
@ServedBy({Role.GATEWAY, Role.SUBSTATION})
@Tag(name = "Sessions")
public class SessionsResource {
    private static final int LIMIT_MAX = 1_000;
    private static final int TEXT_MAX = 128;

    private final Roles roles;
    private final GatewaySessions gateway;
    private final Substation substation;

    SessionsResource(Roles roles, GatewaySessions gateway, Substation substation) {
        this.roles = roles;
        this.gateway = gateway;
        this.substation = substation;
    }

    /** A page of sessions. */
    @GET
    @RunOnVirtualThread
    @Compressible
    @Operation(
            summary = "List sessions",
            description = "In the order of their ids, the ended ones still remembered included. The header"
                    + " Incomplete names substations that did not answer.")
    @APIResponse(responseCode = "200", description = "At most 'limit' sessions; go on with 'after' the last id.")
    @APIResponse(responseCode = "400", description = "A parameter is not allowed.")
    @APIResponse(responseCode = "503", description = "Another process owns the substation that was asked itself.")
    public RestResponse<List<SessionView>> list(
            @Parameter(description = "A state, such as charging or completed") @QueryParam("state") @DefaultValue("")
                    String state,
            @Parameter(description = "Only this substation's") @QueryParam("substation") @DefaultValue("")
                    String substationId,
            @Parameter(description = "Only those with a greater id") @QueryParam("after") @DefaultValue("")
                    String after,
            @Parameter(description = "1 to 1000") @QueryParam("limit") @DefaultValue("100") String limitText) {
        int limit = limit(limitText);
        requireState(state);
        requireShort("substation", substationId);
        requireShort("after", after);
        if (roles.has(Role.GATEWAY)) {
            var page = gateway.sessions(new GatewaySessions.Query(state, substationId, after, limit));
            var answer = RestResponse.ResponseBuilder.ok(page.sessions());
            return page.missing().isEmpty()
                    ? answer.build()
                    : answer.header("Incomplete", String.join(",", page.missing()))
                            .build();
        }
        boolean isOther = !substationId.isEmpty()
                && !substationId.equals(substation.view().id());
        List<SessionView> sessions = isOther ? List.of() : substation.sessions(state, after, limit);
        return RestResponse.ok(sessions);
    }

    /** One session. */
    @GET
    @Path("/{id}")
    @Operation(summary = "Show a session")
    @APIResponse(responseCode = "200", description = "The session.")
    @APIResponse(responseCode = "404", description = "There is no such session, or it ended long ago.")
    @APIResponse(
            responseCode = "503",
            description = "Its substation does not answer, or is being taken over and does not know yet.")
    public Uni<SessionView> get(@PathParam("id") String id) {
        requireShort("id", id);
        return roles.has(Role.GATEWAY)
                ? Uni.createFrom().completionStage(() -> gateway.session(id))
                : Uni.createFrom().item(() -> substation.session(id));
    }

    /** Ends a session. */
    @DELETE
    @Path("/{id}")
    @Operation(summary = "End a session", description = "One that has ended already stays as it is.")
    @APIResponse(responseCode = "204", description = "It has ended.")
    @APIResponse(responseCode = "202", description = "It has ended, but the store does not know it yet.")
    @APIResponse(responseCode = "404", description = "There is no such session, or it ended long ago.")
    @APIResponse(responseCode = "503", description = "Its substation does not answer.")
    public Uni<RestResponse<Void>> stop(@PathParam("id") String id) {
        requireShort("id", id);
        if (roles.has(Role.GATEWAY)) {
            return Uni.createFrom()
                    .completionStage(() -> gateway.stop(id))
                    .map(status -> RestResponse.status(Response.Status.fromStatusCode(status)));
        }
        return Uni.createFrom().completionStage(() -> substation.stop(id)).map(AdmissionProblems::stopped);
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= LIMIT_MAX) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw Problems.invalidRequest("'limit' must be a whole number.");
        }
        throw Problems.invalidRequest("'limit' must be between 1 and " + LIMIT_MAX + ".");
    }

    private static void requireState(String state) {
        if (!state.isEmpty()
                && Arrays.stream(SessionState.values())
                        .noneMatch(known -> known.label().equals(state))) {
            throw Problems.invalidRequest("'state' is not the name of a session's state.");
        }
    }

    private static void requireShort(String name, String text) {
        if (text.length() > TEXT_MAX) {
            throw Problems.invalidRequest("'" + name + "' may have at most " + TEXT_MAX + " characters.");
        }
    }
}
