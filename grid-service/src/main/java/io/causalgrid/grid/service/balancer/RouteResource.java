package io.causalgrid.grid.service.balancer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.causalgrid.grid.service.config.Role;
import io.causalgrid.grid.service.config.ServedBy;
import io.causalgrid.grid.service.wire.ChargeAnswer;
import io.causalgrid.grid.service.wire.ChargeBody;
import io.causalgrid.grid.service.wire.Headers;
import io.causalgrid.grid.service.wire.Passed;
import io.causalgrid.grid.service.wire.Refusals;
import io.causalgrid.grid.service.wire.RoutedAnswer;
import io.causalgrid.http.problems.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What a balancer serves. */
@Path("/route")
@ServedBy(Role.BALANCER)
@Tag(name = "Balancer")
public class RouteResource {
    private static final Duration FULL_RETRY = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Balancer balancer;
    private final ObjectMapper mapper;
    private final InstantSource clock;
    private final RandomGenerator random;

    RouteResource(Balancer balancer, ObjectMapper mapper, InstantSource clock, RandomGenerator random) {
        this.balancer = balancer;
        this.mapper = mapper;
        this.clock = clock;
        this.random = random;
    }

    /** Finds a substation for a vehicle. */
    @POST
    @Operation(
            summary = "Find a substation for a vehicle",
            description = "As POST /charge of the gateway, one hop further in.")
    @APIResponse(responseCode = "200", description = "A substation has it; the session's address is in Location.")
    @APIResponse(responseCode = "400", description = "The request is at fault.")
    @APIResponse(responseCode = "422", description = "The Idempotency-Key was used with another request.")
    @APIResponse(responseCode = "503", description = "No substation can take it now; see Retry-After.")
    public Uni<RestResponse<RoutedAnswer>> route(
            @Parameter(description = "Repeated with the same key, a request is done once")
                    @RestHeader(Headers.IDEMPOTENCY_KEY)
                    @Nullable
                    String givenKey,
            @Parameter(hidden = true) @RestHeader(Headers.KEY_IS_NEW) @Nullable String keyIsNew,
            @Valid @NotNull ChargeBody body) {
        String given = Headers.checkedKey(givenKey);
        boolean isNew = given == null || Boolean.parseBoolean(keyIsNew);
        String key = given == null ? Headers.newName(random) : given;
        var request = new RouteRequest(key, isNew, body.order(clock.instant()), json(body));
        return Uni.createFrom().completionStage(() -> balancer.route(request)).map(RouteResource::answer);
    }

    private static RestResponse<RoutedAnswer> answer(RouteOutcome outcome) {
        return switch (outcome) {
            case RouteOutcome.Routed routed -> answer(routed);
            case RouteOutcome.KeyReused() -> throw Refusals.keyReused();
            case RouteOutcome.Rejected(var rejection) -> throw Passed.problem(rejection);
            case RouteOutcome.Overloaded() ->
                throw Problems.unavailable(Refusals.OVERLOADED, "Too many requests are under way here.", RETRY)
                        .build();
            case RouteOutcome.NotPlaced notPlaced -> throw notPlaced(notPlaced);
            case RouteOutcome.InDoubt(var tried) ->
                throw Problems.unavailable(
                                Refusals.IN_DOUBT,
                                "It is not known yet whether the vehicle charges. Ask again with the same key.",
                                RETRY)
                        .with("tried", tried(tried))
                        .build();
        };
    }

    private static RestResponse<RoutedAnswer> answer(RouteOutcome.Routed routed) {
        var answer = new RoutedAnswer(routed.url(), new ChargeAnswer(routed.status(), routed.currentLoad()));
        return RestResponse.ResponseBuilder.ok(answer)
                .header(HttpHeaders.LOCATION, Headers.sessionPath(routed.sessionId()))
                .build();
    }

    private static List<Map<String, String>> tried(List<RouteOutcome.Tried> tried) {
        return tried.stream()
                .map(one -> Map.of(
                        "substation", one.substation(),
                        "outcome", one.outcome().label()))
                .toList();
    }

    private static HttpProblem notPlaced(RouteOutcome.NotPlaced outcome) {
        var problem = outcome.allFull()
                ? Problems.unavailable(Refusals.NO_CAPACITY, "Every substation is full.", FULL_RETRY)
                : Problems.unavailable(
                        Refusals.NO_SUBSTATION,
                        outcome.outOfTime()
                                ? "No substation took the request in time."
                                : "No substation could take the request.",
                        RETRY);
        return problem.with("tried", tried(outcome.tried())).build();
    }

    private String json(ChargeBody body) {
        try {
            return mapper.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
