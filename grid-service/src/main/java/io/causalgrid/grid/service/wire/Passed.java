package io.causalgrid.grid.service.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.net.URI;
import java.util.Set;

/** Passes another process's problem on to the client. */
public final class Passed {
    private static final Set<String> STANDARD = Set.of("type", "title", "status", "detail", "instance");

    private Passed() {}

    /** The problem as it came, but for the path: the client asked for another. */
    public static HttpProblem problem(int status, JsonNode json) {
        var problem = HttpProblem.builder()
                .withType(URI.create(json.path("type").asText("about:blank")))
                .withTitle(json.path("title").asText("Error"))
                .withStatus(status)
                .withDetail(json.path("detail").asText(""));
        json.properties().forEach(member -> {
            if (!STANDARD.contains(member.getKey())) {
                problem.with(member.getKey(), member.getValue());
            }
        });
        if (status == 503) {
            problem.withHeader("Retry-After", 1);
        }
        return problem.build();
    }
}
