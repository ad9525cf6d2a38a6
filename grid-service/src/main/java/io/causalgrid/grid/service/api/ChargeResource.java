package io.causalgrid.grid.service.api;

import io.causalgrid.grid.core.owner.Reply;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.service.config.Role;
import io.causalgrid.grid.service.config.Roles;
import io.causalgrid.grid.service.config.ServedBy;
import io.causalgrid.grid.service.gateway.Gateway;
import io.causalgrid.grid.service.substation.Substation;
import io.causalgrid.grid.service.wire.ChargeAnswer;
import io.causalgrid.grid.service.wire.ChargeBody;
import io.causalgrid.grid.service.wire.Headers;
import io.causalgrid.grid.service.wire.RoutedAnswer;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The simple way to ask for a charge: of the gateway if this process is one, else of the substation. */
@Path("/charge")
@ServedBy({Role.GATEWAY, Role.SUBSTATION})
@Tag(name = "Charging")
public class ChargeResource {
    private final Roles roles;
    private final Gateway gateway;
    private final Substation substation;
    private final InstantSource clock;
    private final RandomGenerator random;

    ChargeResource(Roles roles, Gateway gateway, Substation substation, InstantSource clock, RandomGenerator random) {
        this.roles = roles;
        this.gateway = gateway;
        this.substation = substation;
        this.clock = clock;
        this.random = random;
    }

    /** Has a vehicle charged. */
    @POST
    @Operation(
            summary = "Have a vehicle charged",
            description = "A gateway finds a substation for it and says which; a substation takes it itself and answers"
                    + " only the result. Missing fields get defaults: 20 kWh, four hours, 7.4 kW.")
    @APIResponse(
            responseCode = "200",
            description = "It has a session, whose address is in Location; asked with a new key, it charges.",
            content = @Content(schema = @Schema(oneOf = {RoutedAnswer.class, ChargeAnswer.class})))
    @APIResponse(responseCode = "400", description = "The request is at fault.")
    @APIResponse(responseCode = "422", description = "The Idempotency-Key was used with another request.")
    @APIResponse(responseCode = "503", description = "Nothing can take it now; see Retry-After.")
    public Uni<? extends RestResponse<?>> charge(
            @Parameter(
                            description =
                                    "1 to 128 printable characters; repeated with the same key, a request is done once,"
                                            + " and answered by what has become of it",
                            example = "7d5c1f9e")
                    @RestHeader(Headers.IDEMPOTENCY_KEY)
                    @Nullable
                    String givenKey,
            @Valid @NotNull ChargeBody body) {
        String key = Headers.checkedKey(givenKey);
        if (roles.has(Role.GATEWAY)) {
            return Uni.createFrom().completionStage(() -> gateway.charge(key, body));
        }
        String name = key == null ? Headers.newName(random) : key;
        return Uni.createFrom()
                .completionStage(() -> substation.charge(name, key == null, body.order(clock.instant())))
                .map(this::answer);
    }

    private RestResponse<ChargeAnswer> answer(Reply reply) {
        var answer = RestResponse.ResponseBuilder.ok(substation.answer(reply));
        sessionId(reply).ifPresent(id -> answer.header(HttpHeaders.LOCATION, Headers.sessionPath(id)));
        return answer.build();
    }

    private static Optional<String> sessionId(Reply reply) {
        return switch (reply) {
            case Reply.Charging(var accepted) -> Optional.of(accepted.terms().id());
            case Reply.Here(Session session) -> Optional.of(session.terms().id());
            case Reply.Reserved _, Reply.Queued _, Reply.Elsewhere _, Reply.Refusal _, Reply.Done _ -> Optional.empty();
        };
    }
}
