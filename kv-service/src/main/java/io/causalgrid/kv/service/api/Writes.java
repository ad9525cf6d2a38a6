package io.causalgrid.kv.service.api;

import io.causalgrid.http.problems.Problems;
import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.replica.Condition;
import io.causalgrid.kv.core.replica.WriteOutcome;
import io.causalgrid.kv.core.replica.WriteRequest;
import io.causalgrid.kv.service.replication.Confirmations;
import io.causalgrid.kv.service.site.Site;
import io.causalgrid.kv.service.telemetry.ReplicaMetrics;
import io.micrometer.core.instrument.Timer;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Carries out what clients write, and says what came of it. */
@Singleton
class Writes {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int UNPROCESSABLE = 422; // RFC 9110, 15.5.21; not among the constants

    private final Site site;
    private final Confirmations confirmations;
    private final ReplicaMetrics metrics;

    /**
     * A write that is done.
     *
     * @param version its name
     * @param counts what each counter of it has at this site
     * @param confirmed how many members hold it durably, and whether that is as many as was asked for; nothing if the client
     *     did not ask
     */
    record Done(Dot version, List<Long> counts, Optional<Confirmations.Count> confirmed) {
        /** The status of an answer: 202 if the write is not yet as safe as was asked for. */
        int status(Response.Status safe) {
            boolean enough = confirmed.isEmpty() || confirmed.get().isEnough();
            return (enough ? safe : Response.Status.ACCEPTED).getStatusCode();
        }

        /** The headers of an answer: how many members hold the write, if the client asked for any number. */
        Map<String, String> headers() {
            return confirmed
                    .map(count -> Map.of(WriteHeaders.REPLICAS, Integer.toString(count.members())))
                    .orElse(Map.of());
        }

        /** Answers, for Quarkus REST. */
        Response.ResponseBuilder respond(Response.Status safe) {
            var response = Response.status(status(safe));
            headers().forEach(response::header);
            return response;
        }
    }

    Writes(Site site, Confirmations confirmations, ReplicaMetrics metrics) {
        this.site = site;
        this.confirmations = confirmations;
        this.metrics = metrics;
    }

    /** Writes one mutation, without all that headers can ask for. */
    Uni<Transaction> write(Mutation mutation) {
        return timed(WriteRequest.of(mutation)).map(outcome -> switch (outcome) {
            case WriteOutcome.Written written -> written.transaction();
            case WriteOutcome.Repeated _ -> throw new IllegalStateException("a write without an id cannot be repeated");
            case WriteOutcome.Refused refused -> throw problem(refused);
        });
    }

    /** Writes one mutation. */
    Uni<Done> write(Mutation mutation, Optional<Condition> condition, WriteHeaders headers, String fingerprint) {
        return write(
                new WriteRequest(
                        List.of(mutation), List.of(), condition.stream().toList(), headers.request(fingerprint)),
                headers);
    }

    /** Writes, and waits for as many members as the client asks for. Refusals become problems. */
    Uni<Done> write(WriteRequest request, WriteHeaders headers) {
        return write(request, headers, Writes::problem);
    }

    /** Writes, and waits for as many members as the client asks for. */
    Uni<Done> write(WriteRequest request, WriteHeaders headers, Function<WriteOutcome.Refused, HttpProblem> refusal) {
        int replicas = confirmations.checked(headers.minReplicas());
        return timed(request).chain(outcome -> switch (outcome) {
            case WriteOutcome.Written(var transaction, var counts) ->
                confirmed(transaction.dot(), counts, replicas, headers.patience());
            case WriteOutcome.Repeated(Dot version, var counts) ->
                confirmed(version, counts, replicas, headers.patience());
            case WriteOutcome.Refused refused -> throw refusal.apply(refused);
        });
    }

    private Uni<WriteOutcome> timed(WriteRequest request) {
        Timer.Sample sample = Timer.start();
        return site.write(request).invoke(() -> sample.stop(metrics.writeTimer()));
    }

    private Uni<Done> confirmed(Dot version, List<Long> counts, int replicas, Duration wait) {
        if (replicas == 0) {
            return Uni.createFrom().item(new Done(version, counts, Optional.empty()));
        }
        return confirmations.await(version, replicas, wait).map(count -> new Done(version, counts, Optional.of(count)));
    }

    /** What a refusal is over HTTP. */
    static HttpProblem problem(WriteOutcome.Refused refused) {
        return switch (refused) {
            case WriteOutcome.ConditionFailed _ ->
                Problems.problem(
                                Response.Status.PRECONDITION_FAILED,
                                "condition-failed",
                                "The condition does not hold at this replica.")
                        .build();
            case WriteOutcome.TooManySiblings siblings ->
                Problems.problem(
                                Response.Status.CONFLICT,
                                "too-many-siblings",
                                "There are " + siblings.limit()
                                        + " concurrent versions already. A write without a condition replaces them.")
                        .with("limit", siblings.limit())
                        .build();
            case WriteOutcome.SiblingsTooLarge siblings ->
                Problems.problem(
                                Response.Status.CONFLICT,
                                "too-many-siblings",
                                "The concurrent versions would have more than " + siblings.bytesMax()
                                        + " bytes together. A write without a condition replaces them.")
                        .with("limitBytes", siblings.bytesMax())
                        .build();
            case WriteOutcome.CounterOverflow overflow ->
                Problems.problem(
                                Response.Status.CONFLICT,
                                "counter-overflow",
                                "The counter would go beyond " + overflow.limit() + ", as this replica counts it.")
                        .with("limit", overflow.limit())
                        .build();
            case WriteOutcome.UnderWay _ ->
                Problems.problem(
                                Response.Status.CONFLICT,
                                "request-in-progress",
                                "The first try of this request is being carried out.")
                        .withHeader("Retry-After", RETRY_AFTER.toSeconds())
                        .build();
            case WriteOutcome.IdReused _ ->
                Problems.problem(UNPROCESSABLE, "idempotency-key-reused", "Another request had this Idempotency-Key.")
                        .build();
            case WriteOutcome.NotRepeatable(String firstSite) ->
                Problems.problem(
                                Response.Status.CONFLICT,
                                "repeat-not-collapsible",
                                "An increment that " + firstSite + " may have carried out cannot be repeated here.")
                        .with("firstSite", firstSite)
                        .build();
        };
    }
}
