package io.causalgrid.kv.client.routing;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.kv.client.document.Documents;
import io.causalgrid.kv.client.error.CausalGridException;
import io.causalgrid.kv.client.error.Problem;
import io.causalgrid.kv.client.error.RefusedException;
import io.causalgrid.kv.client.error.UnexpectedAnswerException;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;

/** What a replica answered. */
public final class Answer {
    private static final Set<String> SAID_FROM_DATA =
            Set.of("no-value", "condition-failed", "too-many-siblings", "counter-overflow");

    private final HttpResponse<?> response;
    private final byte[] body;

    /** @param body of the response, read to its end */
    public Answer(HttpResponse<?> response, byte[] body) {
        this.response = response;
        this.body = body;
    }

    public int status() {
        return response.statusCode();
    }

    /** The first header of that name. */
    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    public byte[] body() {
        return body;
    }

    /** The body as a document. */
    public JsonNode document() {
        return Documents.read(body);
    }

    /** The problem it tells of; one without a name if the store did not send it. */
    public Problem problem() {
        return Problem.of(status(), Documents.readIfAny(body));
    }

    /** Whether the request was done. */
    public boolean isSuccess() {
        return status() >= 200 && status() < 300;
    }

    /** Whether the request was done, and fewer replicas hold that than were asked for. */
    public boolean isHeldByTooFew() {
        return status() == 202;
    }

    /** Whether it says that there is nothing there. */
    public boolean isAbsence() {
        return status() == 404 && problem().name().equals("no-value");
    }

    /** Fails with what the answer means, unless the request was done. */
    public Answer orRefusal() {
        if (isSuccess()) {
            return this;
        }
        throw refusal();
    }

    /**
     * The token, if it covers the one that was sent. That is so of answers made from the site's data, for which it has waited
     * for the token; one who turns a request away before sends the token of what it has, which may be less than the session
     * has seen.
     */
    public Optional<String> token() {
        boolean waited = isSuccess() || SAID_FROM_DATA.contains(problem().name());
        return waited ? header("Causality-Token") : Optional.empty();
    }

    /** What it means that the request was not done. */
    public CausalGridException refusal() {
        boolean isRefusal = status() >= 400 && status() < 500;
        return isRefusal
                ? RefusedException.of(problem())
                : new UnexpectedAnswerException(response.uri() + " answers with status " + status(), null);
    }
}
