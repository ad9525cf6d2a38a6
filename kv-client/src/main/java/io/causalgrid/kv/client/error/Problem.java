package io.causalgrid.kv.client.error;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;

/**
 * A problem document (RFC 9457), as a replica sent it.
 *
 * @param status of the answer
 * @param name what follows {@code urn:causalgrid:problem:} in the type; empty for a type that is not the store's
 * @param detail what happened, for people
 * @param document all members, such as {@code limit}, {@code missing} or {@code index}
 */
public record Problem(int status, String name, String detail, JsonNode document) implements Serializable {
    private static final String PREFIX = "urn:causalgrid:problem:";

    /** Reads one; a document that is none gives a problem without a name. */
    public static Problem of(int status, JsonNode document) {
        String type = document.path("type").asText("");
        String name = type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : "";
        String detail = document.path("detail").asText(document.path("title").asText(""));
        return new Problem(status, name, detail, document);
    }

    /** Whether it is one of the store's own, rather than of something between the client and the store. */
    public boolean isOfTheStore() {
        return !name.isEmpty();
    }

    /** In one line, for messages. */
    public String summary() {
        String what = name.isEmpty() ? Integer.toString(status) : status + " " + name;
        return detail.isEmpty() ? what : what + ": " + detail;
    }
}
