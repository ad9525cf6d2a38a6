package io.causalgrid.dashboard.upstream;

import com.fasterxml.jackson.databind.JsonNode;

/** What came of a visitor's request to a service. */
public sealed interface Answer {
    /** It was done; {@code body} may be a missing node. */
    record Done(JsonNode body) implements Answer {}

    /**
     * The service said no.
     *
     * @param status its HTTP status, 400 or more
     * @param title a few words
     * @param detail a sentence, possibly empty; untrusted text
     */
    record Refused(int status, String title, String detail) implements Answer {}

    /**
     * No answer.
     *
     * @param mayHaveTakenEffect false when the request was surely never received
     */
    record Unreachable(String why, boolean mayHaveTakenEffect) implements Answer {}

    /** No replica of that name is configured. */
    record UnknownReplica(String name) implements Answer {}
}
