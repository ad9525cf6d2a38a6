package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.ledger.Admission;
import io.causalgrid.grid.service.wire.Refusals;
import io.causalgrid.http.problems.Problems;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/** How a substation says no. */
public final class AdmissionProblems {
    /** A connector is free when a vehicle leaves; more often than this there is no point in asking. */
    private static final Duration CONNECTOR_RETRY = Duration.ofSeconds(30);

    private AdmissionProblems() {}

    /**
     * The acceptance.
     *
     * @throws HttpProblem if it is none
     */
    public static Admission.Accepted accepted(Admission admission) {
        return switch (admission) {
            case Admission.Accepted accepted -> accepted;
            case Admission.Reserved _, Admission.Queued _ ->
                throw new IllegalStateException("this substation neither reserves nor queues: " + admission);
            case Admission.NoConnector(int connectors) ->
                throw Problems.unavailable(
                                "no-capacity", "All connectors of this substation are taken.", CONNECTOR_RETRY)
                        .with("connectors", connectors)
                        .build();
            case Admission.KeyReused() -> throw Refusals.keyReused();
            case Admission.AttemptReleased() ->
                throw Problems.problem(
                                Response.Status.CONFLICT,
                                "attempt-released",
                                "This attempt was taken back by the balancer that made it.")
                        .build();
        };
    }
}
