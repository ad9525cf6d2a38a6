package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.balancing.LoadReport;
import io.causalgrid.grid.core.ledger.Attempt;
import io.causalgrid.grid.core.owner.KeyRecord;
import io.causalgrid.grid.core.owner.Reply;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.service.config.Role;
import io.causalgrid.grid.service.config.ServedBy;
import io.causalgrid.grid.service.wire.Admitted;
import io.causalgrid.grid.service.wire.ChargeBody;
import io.causalgrid.grid.service.wire.Headers;
import io.causalgrid.grid.service.wire.ReservationAnswer;
import io.causalgrid.grid.service.wire.SessionView;
import io.causalgrid.http.problems.Problems;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * How balancers and gateways reach a substation. Apart from the public paths, because a gateway in the same process
 * answers those. Keys travel in headers, since a key may hold characters that a path may not.
 */
@Path("/internal/v1")
@ServedBy(Role.SUBSTATION)
public class InternalSubstationResource {
    private final Substation substation;
    private final InstantSource clock;

    InternalSubstationResource(Substation substation, InstantSource clock) {
        this.substation = substation;
        this.clock = clock;
    }

    @GET
    @Path("/load")
    @Operation(hidden = true)
    public LoadReport load() {
        return substation.ownLoad();
    }

    @POST
    @Path("/reservations")
    @Operation(hidden = true)
    public Uni<ReservationAnswer> reserve(
            @RestHeader(Headers.IDEMPOTENCY_KEY) @Nullable String key,
            @RestHeader(Headers.ATTEMPT) @Nullable String name,
            @RestHeader(Headers.KEY_IS_NEW) @Nullable String keyIsNew,
            @Valid @NotNull ChargeBody body) {
        Attempt attempt = attempt(key, name);
        boolean isNew = Boolean.parseBoolean(keyIsNew);
        return Uni.createFrom()
                .completionStage(() -> substation.reserve(attempt, isNew, body.order(clock.instant())))
                .map(this::reservation);
    }

    @POST
    @Path("/reservations/{id}/confirm")
    @Operation(hidden = true)
    public Uni<Admitted> confirm(@PathParam("id") String id) {
        return Uni.createFrom().completionStage(() -> substation.confirm(id)).map(reply -> switch (reply) {
            case Reply.Charging(var accepted) ->
                new Admitted(
                        accepted.terms().id(),
                        accepted.activeSessions(),
                        substation.view().id());
            case Reply.Refusal refusal -> throw AdmissionProblems.of(refusal);
            case Reply.Reserved _, Reply.Queued _, Reply.Here _, Reply.Elsewhere _, Reply.Done _ ->
                throw new IllegalStateException("a confirmation was answered with " + reply);
        });
    }

    @DELETE
    @Path("/reservations")
    @Operation(hidden = true)
    public Uni<Void> giveBack(
            @RestHeader(Headers.IDEMPOTENCY_KEY) @Nullable String key,
            @RestHeader(Headers.ATTEMPT) @Nullable String name) {
        Attempt attempt = attempt(key, name);
        return Uni.createFrom()
                .completionStage(() -> substation.giveBack(attempt))
                .replaceWithVoid();
    }

    @GET
    @Path("/sessions")
    @Operation(hidden = true)
    public List<SessionView> sessions(
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        return substation.sessions(state, after, Math.clamp(limit, 0, 1_000));
    }

    @GET
    @Path("/sessions/{id}")
    @Operation(hidden = true)
    public SessionView session(@PathParam("id") String id) {
        return substation.session(id);
    }

    @DELETE
    @Path("/sessions/{id}")
    @Operation(hidden = true)
    public Uni<RestResponse<Void>> stop(@PathParam("id") String id) {
        return Uni.createFrom().completionStage(() -> substation.stop(id)).map(AdmissionProblems::stopped);
    }

    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> events(Sse sse) {
        return substation.events().stream(sse);
    }

    private ReservationAnswer reservation(Reply reply) {
        return switch (reply) {
            case Reply.Reserved(var terms, long version) ->
                new ReservationAnswer.Reserved(
                        terms.id(), substation.load().instance(), version, terms.commitmentWatts());
            case Reply.Here(Session session) ->
                new ReservationAnswer.Here(
                        substation.view(session), substation.load().activeSessions());
            case Reply.Elsewhere(KeyRecord record) ->
                new ReservationAnswer.Elsewhere(
                        record.substation(),
                        record.sessionId(),
                        record.state().name().toLowerCase(Locale.ROOT));
            case Reply.UnderWay(String where) -> new ReservationAnswer.UnderWay(where);
            case Reply.Refusal refusal -> throw AdmissionProblems.of(refusal);
            case Reply.Queued _, Reply.Charging _, Reply.Done _ ->
                throw new IllegalStateException("a wish to reserve was answered with " + reply);
        };
    }

    private static Attempt attempt(@Nullable String key, @Nullable String name) {
        String checked = Headers.checkedKey(key);
        String checkedName = Headers.checkedKey(name);
        if (checked == null || checkedName == null) {
            throw Problems.invalidRequest(Headers.IDEMPOTENCY_KEY + " and " + Headers.ATTEMPT + " are required.");
        }
        return new Attempt(checked, checkedName);
    }
}
