package io.causalgrid.grid.service.peer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What came of a call. */
public sealed interface Reply {
    /**
     * The other side answered, well or not.
     *
     * @param json the body; a missing node if it was not JSON
     * @param headers those that are passed on, by name
     */
    record Answered(int status, JsonNode json, Map<String, String> headers) implements Reply {
        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /** Whether it is the problem of that name. */
        public boolean isProblem(String name) {
            return json.path("type").asText().equals("urn:causalgrid:problem:" + name);
        }
    }

    /** The request never left: nothing was done. */
    record NotSent(String why) implements Reply {}

    /** The request left, and no answer came: it may have been done, or may yet be. */
    record Lost(boolean timedOut, String why) implements Reply {}

    /** Nothing was tried, because the last calls failed. */
    record BreakerOpen() implements Reply {}
}
