package io.causalgrid.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/** Makes one line of a problem document (RFC 9457). */
final class Refusals {

    private static final String TYPE_PREFIX = "urn:causalgrid:problem:";

    private Refusals() {}

    static ReplicaException of(URI server, int status, JsonNode problem) {
        String type = problem.path("type").asText();
        String name = type.startsWith(TYPE_PREFIX) ? type.substring(TYPE_PREFIX.length()) : "";
        String message = "%s answers %d%s: %s%s"
                .formatted(server, status, name.isEmpty() ? "" : " " + name, text(problem), violations(problem));
        return new ReplicaException(
                message,
                name,
                problem.path("unaware").valueStream().map(JsonNode::asText).toList());
    }

    private static String text(JsonNode problem) {
        String detail = problem.path("detail").asText();
        return oneLine(detail.isEmpty() ? problem.path("title").asText("nothing that explains it") : detail);
    }

    private static String violations(JsonNode problem) {
        List<String> violations = problem.path("violations")
                .valueStream()
                .map(violation -> violation.path("field").asText() + " "
                        + violation.path("message").asText())
                .toList();
        return violations.isEmpty() ? "" : violations.stream().collect(Collectors.joining("; ", " (", ")"));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
