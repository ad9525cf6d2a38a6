package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.owner.KeyRecord;
import io.causalgrid.grid.core.owner.Reply;
import io.causalgrid.grid.service.wire.Refusals;
import io.causalgrid.http.problems.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.resteasy.reactive.RestResponse;

/** How a substation says no. */
public final class AdmissionProblems {
    /** A connector is free when a vehicle leaves; more often than this there is no point in asking. */
    private static final Duration CONNECTOR_RETRY = Duration.ofSeconds(30);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private AdmissionProblems() {}

    /** What a refusal is as a problem. */
    public static HttpProblem of(Reply.Refusal refusal) {
        return switch (refusal) {
            case Reply.Full(int connectors) ->
                Problems.unavailable(
                                Refusals.NO_CAPACITY, "All connectors of this substation are taken.", CONNECTOR_RETRY)
                        .with("connectors", connectors)
                        .build();
            case Reply.KeyReused() -> Refusals.keyReused();
            case Reply.Gone() ->
                Problems.problem(
                                Response.Status.GONE,
                                Refusals.RESERVATION_GONE,
                                "There is no such reservation any more; it was not confirmed in time.")
                        .build();
            case Reply.UnderWay(String substation) ->
                inDoubt("Another attempt with this key is under way at " + substation + ".");
            case Reply.Unavailable(var why) ->
                switch (why) {
                    case NO_MAJORITY ->
                        inDoubt("No majority of the store's replicas is in reach, so nothing new can be decided.");
                    case IN_DOUBT ->
                        inDoubt("It is not known yet whether the vehicle charges. Ask again with the same key.");
                    case NOT_STORED ->
                        Problems.unavailable(
                                        Refusals.NOT_STORED,
                                        "The request could not be stored in time and was taken back.",
                                        RETRY)
                                .build();
                };
        };
    }

    /** The key has its session at another substation. */
    static HttpProblem elsewhere(KeyRecord record) {
        return Problems.problem(
                        Response.Status.CONFLICT,
                        "charges-elsewhere",
                        "The session with this key is at " + record.substation() + ".")
                .with("substation", record.substation())
                .with("sessionId", record.sessionId())
                .build();
    }

    /** How a stop is answered: 202 while it is not stored yet. */
    public static RestResponse<Void> stopped(Reply reply) {
        return switch (reply) {
            case Reply.Done(boolean found, boolean isStored) -> {
                if (!found) {
                    throw Refusals.unknownSession();
                }
                yield isStored ? RestResponse.noContent() : RestResponse.accepted();
            }
            case Reply.Refusal refusal -> throw of(refusal);
            case Reply.Reserved _, Reply.Queued _, Reply.Charging _, Reply.Here _, Reply.Elsewhere _ ->
                throw new IllegalStateException("a stop was answered with " + reply);
        };
    }

    private static HttpProblem inDoubt(String detail) {
        return Problems.unavailable(Refusals.IN_DOUBT, detail, RETRY).build();
    }
}
