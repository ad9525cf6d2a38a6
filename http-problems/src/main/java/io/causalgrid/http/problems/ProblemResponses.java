package io.causalgrid.http.problems;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Completes problems that the extension makes by itself: every one gets a type, and a body that is not JSON is called
 * that instead of repeating the status.
 */
@ApplicationScoped
class ProblemResponses implements ProblemPostProcessor {
    private static final URI BLANK = URI.create("about:blank");

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        JacksonException json = causedByJson(context.cause);
        if (json != null && problem.getStatusCode() == Response.Status.BAD_REQUEST.getStatusCode()) {
            return HttpProblem.builder(problem)
                    .withType(Problems.type("invalid-request"))
                    .withDetail(describe(json))
                    .build();
        }
        var completed = HttpProblem.builder(problem);
        if (problem.getParameters().containsKey("violations")) {
            completed
                    .withType(Problems.type("invalid-request"))
                    .withDetail("Some values are missing or not allowed; 'violations' names them.");
        } else if (problem.getType() == null) {
            completed.withType(BLANK);
        }
        return completed.build();
    }

    private static @Nullable JacksonException causedByJson(@Nullable Throwable cause) {
        Throwable current = cause;
        for (int depth = 0; current != null && depth < 8; depth++) {
            if (current instanceof JacksonException json) {
                return json;
            }
            current = current.getCause();
        }
        return null;
    }

    private static String describe(JacksonException json) {
        if (json instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return WrongTypeMapper.describe(mapping);
        }
        var location = json.getLocation();
        return location == null
                ? "The body is not well-formed JSON."
                : "The body is not well-formed JSON (line " + location.getLineNr() + ", column "
                        + location.getColumnNr() + ").";
    }
}
