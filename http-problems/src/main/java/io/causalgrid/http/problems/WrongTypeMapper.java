package io.causalgrid.http.problems;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.stream.Collectors;

/** Names the field when a JSON value has the wrong type; Quarkus alone answers an empty 400 there. */
@Provider
class WrongTypeMapper implements ExceptionMapper<MismatchedInputException> {
    private final UriInfo uri;

    WrongTypeMapper(UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(MismatchedInputException exception) {
        return HttpProblem.builder(Problems.invalidRequest(describe(exception)))
                .withInstance(URI.create(uri.getRequestUri().getRawPath()))
                .build()
                .toResponse();
    }

    static String describe(JsonMappingException exception) {
        String path = exception.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty()
                ? "The body is not a JSON document of the expected form."
                : "The value of '" + path + "' does not have the expected type.";
    }
}
