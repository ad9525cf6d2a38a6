package io.causalgrid.grid.service.balancer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.causalgrid.grid.core.balancing.LoadReport;
import io.causalgrid.grid.service.peer.Peer;
import io.causalgrid.grid.service.peer.PeerCall;
import io.causalgrid.grid.service.peer.Reply;
import io.causalgrid.grid.service.wire.Admitted;
import io.causalgrid.grid.service.wire.Headers;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One substation as its balancer talks to it; blocks, for virtual threads. */
final class SubstationPeer {
    private final String id;
    private final Peer peer;
    private final ReleaseQueue releases;
    private final ObjectMapper mapper;

    SubstationPeer(String id, Peer peer, ReleaseQueue releases, ObjectMapper mapper) {
        this.id = id;
        this.peer = peer;
        this.releases = releases;
        this.mapper = mapper;
    }

    /** What became of a request to charge there. */
    sealed interface Answer {
        record Accepted(Admitted admitted) implements Answer {}

        /** It will not take it, for a reason of its own; another may. */
        record Refused() implements Answer {}

        /** The request itself is at fault. */
        record Rejected(Reply.Answered answer) implements Answer {}

        /** It did nothing. */
        record Failed(AttemptOutcome outcome) implements Answer {}

        /** It may have started a session, or may yet. */
        record InDoubt(AttemptOutcome outcome) implements Answer {}
    }

    String id() {
        return id;
    }

    String url() {
        return peer.url().toString();
    }

    ReleaseQueue releases() {
        return releases;
    }

    boolean isBreakerOpen() {
        return peer.isBreakerOpen();
    }

    /** Whether an answer shows a substation at work, be it a refusal. */
    static boolean isHealthy(Reply.Answered answer) {
        return answer.status() < 500 || answer.isProblem("no-capacity");
    }

    Answer charge(RouteRequest request, String attempt, Duration atMost) {
        var call = new PeerCall(HttpMethod.POST, "/internal/v1/charges", headers(request, attempt), request.json());
        return switch (peer.call(call, atMost)) {
            case Reply.Answered answer -> answer(answer);
            case Reply.NotSent _ -> new Answer.Failed(AttemptOutcome.UNREACHABLE);
            case Reply.BreakerOpen() -> new Answer.Failed(AttemptOutcome.BREAKER_OPEN);
            case Reply.Lost lost ->
                new Answer.InDoubt(lost.timedOut() ? AttemptOutcome.TIMEOUT : AttemptOutcome.UNREACHABLE);
        };
    }

    /** Takes over the session that the key already has there, if any; a failed answer means that nobody knows. */
    Answer claim(RouteRequest request, String attempt, Duration atMost) {
        var call = new PeerCall(HttpMethod.POST, "/internal/v1/charges/claim", headers(request, attempt), null);
        return switch (peer.call(call, atMost)) {
            case Reply.Answered answer when answer.status() == 404 -> new Answer.Refused();
            case Reply.Answered answer -> answer(answer);
            case Reply.BreakerOpen() -> new Answer.Failed(AttemptOutcome.BREAKER_OPEN);
            case Reply.NotSent _, Reply.Lost _ -> new Answer.Failed(AttemptOutcome.UNREACHABLE);
        };
    }

    /** Its load, or empty if it does not tell. */
    Optional<LoadReport> load(Duration timeout) {
        if (!(peer.probe(PeerCall.get("/internal/v1/load"), timeout) instanceof Reply.Answered answer)
                || !answer.isSuccess()) {
            return Optional.empty();
        }
        try {
            return Optional.of(mapper.treeToValue(answer.json(), LoadReport.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private Answer answer(Reply.Answered answer) {
        if (answer.isSuccess()) {
            try {
                return new Answer.Accepted(mapper.treeToValue(answer.json(), Admitted.class));
            } catch (JsonProcessingException e) {
                return new Answer.InDoubt(AttemptOutcome.UNREACHABLE);
            }
        }
        if (answer.isProblem("no-capacity") || answer.isProblem("attempt-released")) {
            return new Answer.Refused();
        }
        if (answer.status() < 500) {
            return new Answer.Rejected(answer);
        }
        // A failed server may have failed after it acted; only an overloaded one says that it did nothing.
        return answer.isProblem("overloaded")
                ? new Answer.Failed(AttemptOutcome.REFUSED)
                : new Answer.InDoubt(AttemptOutcome.UNREACHABLE);
    }

    private static Map<String, String> headers(RouteRequest request, String attempt) {
        return Map.of(Headers.IDEMPOTENCY_KEY, request.key(), Headers.ATTEMPT, attempt);
    }
}
