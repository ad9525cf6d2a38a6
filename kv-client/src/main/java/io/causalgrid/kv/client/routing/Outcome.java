package io.causalgrid.kv.client.routing;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.kv.client.error.Problem;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** What one attempt means for the request. */
public sealed interface Outcome {

    /** The request has its answer, good or bad; asking again would give the same. */
    record Settled(Answer answer) implements Outcome {}

    /**
     * Nothing was written, and another replica may do it now, or this one later.
     *
     * @param canServe names and addresses of the members that could
     */
    record NotHere(String reason, Duration retryAfter, Set<String> canServe) implements Outcome {}

    /** The first try of this write is still under way there. */
    record StillAtIt(String reason, Duration retryAfter) implements Outcome {}

    /** Nothing was sent. */
    record Unreached(String reason) implements Outcome {}

    /**
     * The request may have been done, or may yet be.
     *
     * @param late if that is so because no answer came in time
     */
    record Unknown(String reason, boolean late) implements Outcome {}

    /** What an exchange means. */
    static Outcome of(Exchange<byte[]> exchange) {
        return switch (exchange) {
            case Exchange.Unreached<byte[]>(String reason) -> new Unreached(reason);
            case Exchange.Broken<byte[]>(String reason) -> new Unknown(reason, false);
            case Exchange.Late<byte[]>(String reason) -> new Unknown(reason, true);
            case Exchange.Answered<byte[]>(HttpResponse<byte[]> response) -> of(new Answer(response, response.body()));
        };
    }

    /** What an answer means. */
    static Outcome of(Answer answer) {
        if (answer.status() < 500 && answer.status() != 409) {
            return new Settled(answer);
        }
        Problem problem = answer.problem();
        return switch (answer.status()) {
            case 409 ->
                problem.name().equals("request-in-progress")
                        ? new StillAtIt(problem.summary(), retryAfter(answer))
                        : new Settled(answer);
            // Without the store's word for it, one of these may come from something in between that has lost an answer.
            case 503, 507 ->
                problem.isOfTheStore()
                        ? new NotHere(problem.summary(), retryAfter(answer), canServe(problem.document()))
                        : new Unknown(problem.summary(), false);
            default -> new Unknown(problem.summary(), false);
        };
    }

    /** How long an answer asks to be left alone: zero if it does not say so in seconds (RFC 9110, 10.2.3). */
    static Duration retryAfter(Answer answer) {
        return answer.header("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ZERO);
    }

    private static Set<String> canServe(JsonNode document) {
        var who = new HashSet<String>();
        for (JsonNode member : document.path("canServe")) {
            who.add(member.path("name").asText());
            who.add(Endpoint.withoutSlash(member.path("url").asText()));
        }
        return who;
    }
}
