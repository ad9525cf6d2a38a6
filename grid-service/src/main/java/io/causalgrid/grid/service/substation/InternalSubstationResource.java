package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.balancing.LoadReport;
import io.causalgrid.grid.core.ledger.Admission;
import io.causalgrid.grid.core.ledger.ChargeKey;
import io.causalgrid.grid.service.config.Role;
import io.causalgrid.grid.service.config.ServedBy;
import io.causalgrid.grid.service.wire.Admitted;
import io.causalgrid.grid.service.wire.ChargeBody;
import io.causalgrid.grid.service.wire.Headers;
import io.causalgrid.grid.service.wire.SessionView;
import io.causalgrid.http.problems.Problems;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestHeader;
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
        return substation.snapshot().load();
    }

    @POST
    @Path("/charges")
    @Operation(hidden = true)
    public Uni<Admitted> charge(
            @RestHeader(Headers.IDEMPOTENCY_KEY) @Nullable String key,
            @RestHeader(Headers.ATTEMPT) @Nullable String attempt,
            @Valid @NotNull ChargeBody body) {
        ChargeKey chargeKey = key(key, attempt);
        return Uni.createFrom()
                .completionStage(() -> substation.admit(chargeKey, body.order(clock.instant())))
                .map(AdmissionProblems::accepted)
                .map(this::admitted);
    }

    @POST
    @Path("/charges/claim")
    @Operation(hidden = true)
    public Uni<Admitted> claim(
            @RestHeader(Headers.IDEMPOTENCY_KEY) @Nullable String key,
            @RestHeader(Headers.ATTEMPT) @Nullable String attempt) {
        ChargeKey chargeKey = key(key, attempt);
        return Uni.createFrom()
                .completionStage(() -> substation.claim(chargeKey))
                .map(found -> found.map(this::admitted).orElseThrow(NotFoundException::new));
    }

    @DELETE
    @Path("/charges")
    @Operation(hidden = true)
    public Uni<Void> release(
            @RestHeader(Headers.IDEMPOTENCY_KEY) @Nullable String key,
            @RestHeader(Headers.ATTEMPT) @Nullable String attempt) {
        ChargeKey chargeKey = key(key, attempt);
        return Uni.createFrom()
                .completionStage(() -> substation.release(chargeKey))
                .replaceWithVoid();
    }

    @GET
    @Path("/sessions")
    @Operation(hidden = true)
    public List<SessionView> sessions(
            @QueryParam("state") @Nullable String state,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        return substation.sessions(new SessionPage(state, after, Math.clamp(limit, 0, 1_000)));
    }

    @GET
    @Path("/sessions/{id}")
    @Operation(hidden = true)
    public SessionView session(@PathParam("id") String id) {
        return substation.session(id).orElseThrow(NotFoundException::new);
    }

    @DELETE
    @Path("/sessions/{id}")
    @Operation(hidden = true)
    public Uni<Void> stop(@PathParam("id") String id) {
        return Uni.createFrom()
                .completionStage(() -> substation.stop(id))
                .invoke(exists -> {
                    if (!exists) {
                        throw new NotFoundException();
                    }
                })
                .replaceWithVoid();
    }

    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(hidden = true)
    public Multi<OutboundSseEvent> events(Sse sse) {
        return substation.events().stream(sse);
    }

    private Admitted admitted(Admission.Accepted accepted) {
        return new Admitted(
                accepted.terms().id(),
                accepted.activeSessions(),
                substation.snapshot().load().instance(),
                accepted.version(),
                accepted.terms().commitmentWatts());
    }

    private static ChargeKey key(@Nullable String key, @Nullable String attempt) {
        String checked = Headers.checkedKey(key);
        String checkedAttempt = Headers.checkedKey(attempt);
        if (checked == null || checkedAttempt == null) {
            throw Problems.invalidRequest(Headers.IDEMPOTENCY_KEY + " and " + Headers.ATTEMPT + " are required.");
        }
        return new ChargeKey(checked, checkedAttempt);
    }
}
