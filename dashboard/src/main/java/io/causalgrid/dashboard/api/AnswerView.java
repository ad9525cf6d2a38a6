package io.causalgrid.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.dashboard.upstream.Answer;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a form, for display below it. All texts are untrusted; the template escapes them.
 *
 * @param status the HTTP status to answer the browser with
 * @param outcome {@code done} or {@code failed}
 * @param content a value from the store, shown as it is; null if there is none to show
 */
record AnswerView(
        int status,
        String outcome,
        String headline,
        List<Fact> facts,
        @Nullable String content) {
    /** One labelled figure. */
    record Fact(String label, String value) {}

    static AnswerView done(String headline, List<Fact> facts, @Nullable String content) {
        return new AnswerView(Response.Status.OK.getStatusCode(), "done", headline, facts, content);
    }

    static AnswerView failed(int status, String headline, String explanation) {
        List<Fact> facts = explanation.isEmpty() ? List.of() : List.of(new Fact("", explanation));
        return new AnswerView(status, "failed", headline, facts, null);
    }

    static AnswerView invalid(String headline) {
        return failed(Response.Status.BAD_REQUEST.getStatusCode(), headline, "");
    }

    /**
     * What to say of a request that failed.
     *
     * @param asked who was asked, to begin a sentence with
     */
    static AnswerView ofFailure(String asked, Answer failure) {
        return switch (failure) {
            case Answer.Refused(int status, String title, String detail) ->
                failed(status, asked + " answered " + status + " " + title, detail);
            case Answer.Unreachable(String why, boolean mayHaveTakenEffect) ->
                failed(
                        Response.Status.BAD_GATEWAY.getStatusCode(),
                        asked + " cannot be reached: " + why,
                        mayHaveTakenEffect ? "The request may have taken effect all the same." : "");
            case Answer.UnknownReplica(String name) -> invalid("There is no replica named \u201c" + name + "\u201d");
            case Answer.Done done -> throw new IllegalArgumentException("not a failure");
        };
    }

    static Fact fact(String label, JsonNode value) {
        return new Fact(label, value.isContainerNode() ? value.toString() : value.asText("\u2013"));
    }
}
