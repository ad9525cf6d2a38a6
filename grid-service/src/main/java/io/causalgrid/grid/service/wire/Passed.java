package io.causalgrid.grid.service.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.grid.service.peer.Reply;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Passes another process's problem on to the client. */
public final class Passed {
    private static final URI BLANK = URI.create("about:blank");
    private static final String RETRY_AFTER = "Retry-After";
    private static final Set<String> STANDARD = Set.of("type", "title", "status", "detail", "instance");

    private Passed() {}

    /** The problem as it came, but for the path: the client asked for another. */
    public static HttpProblem problem(Reply.Answered answer) {
        JsonNode json = answer.json();
        var problem = HttpProblem.builder()
                .withType(type(json.path("type").asText()))
                .withTitle(json.path("title").asText("Error"))
                .withStatus(answer.status())
                .withDetail(json.path("detail").asText(""));
        json.properties().forEach(member -> {
            if (!STANDARD.contains(member.getKey())) {
                problem.with(member.getKey(), member.getValue());
            }
        });
        String retryAfter = answer.headers().get(RETRY_AFTER);
        if (retryAfter != null) {
            problem.withHeader(RETRY_AFTER, retryAfter);
        }
        return problem.build();
    }

    private static URI type(String text) {
        try {
            return text.isEmpty() ? BLANK : new URI(text);
        } catch (URISyntaxException e) {
            return BLANK;
        }
    }
}
