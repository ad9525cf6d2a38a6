package io.causalgrid.kv.service.api;

import io.causalgrid.kv.service.session.Preferences;
import io.causalgrid.kv.service.session.SessionGate;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Describes the headers that all requests, or all writes, have in common, in one place. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {
    private static final List<String> DATA = List.of("/v1/kv", "/v1/batch", "/v1/counters", "/v1/sets", "/v1/maps");
    private static final List<String> ONE_REGISTER = List.of("/v1/kv/", "/v1/maps/{key}/fields/");
    private static final Pattern NAME_IN_PATH = Pattern.compile("\\{(\\w+)}");
    private static final String PATH_NAME = "percent-encoded UTF-8, at most 1,024 bytes";
    private static final String BATCH_READ = "/v1/batch/read";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getPaths().getPathItems().forEach((path, item) -> {
            if (DATA.stream().anyMatch(path::startsWith)) {
                item.getOperations().forEach((method, operation) -> describe(path, method, operation));
            }
        });
    }

    private static void describe(String path, PathItem.HttpMethod method, Operation operation) {
        NAME_IN_PATH
                .matcher(path)
                .results()
                .forEach(name -> add(operation, name.group(1), Parameter.In.PATH, PATH_NAME));
        add(
                operation,
                SessionGate.TOKEN,
                "what the client has seen; the answer waits until this replica has applied it");
        add(operation, Preferences.HEADER, "wait=SECONDS: how long to wait, 1 by default, at most 30");
        if (method != PathItem.HttpMethod.GET && !path.equals(BATCH_READ)) {
            add(operation, WriteHeaders.ID, "repeated within 15 minutes, the write is made once");
            add(operation, WriteHeaders.FIRST_SITE, "the Served-By of the replica that got a repeated write first");
            add(operation, WriteHeaders.MIN_REPLICAS, "answer when so many members hold the write durably");
            if (ONE_REGISTER.stream().anyMatch(path::startsWith)) {
                add(
                        operation,
                        "If-Match",
                        "an ETag: write only if its versions are to be seen, and replace those; or *");
            }
        }
        if (method == PathItem.HttpMethod.GET && ONE_REGISTER.stream().anyMatch(path::startsWith)) {
            add(operation, "If-Match", "ETags: 412 if none of them is what is to be seen");
            add(operation, "If-None-Match", "ETags: 304 if one of them is still what is to be seen");
        }
        if (method == PathItem.HttpMethod.PUT && ONE_REGISTER.stream().anyMatch(path::startsWith)) {
            add(operation, "If-None-Match", "*: write only if there is no value");
            add(operation, RegisterAccess.EXPIRES_IN, "seconds that the value is to be seen");
        }
        answers(operation);
    }

    private static void answers(Operation operation) {
        var problems = Map.of(
                "400", "Something in the request is not understood; nothing was done",
                "410", "The token names a write that was lost with a crash",
                "503", "Behind the token, catching up, or overloaded; nothing was done");
        problems.forEach((status, description) -> {
            if (operation.getResponses().getAPIResponse(status) == null) {
                operation
                        .getResponses()
                        .addAPIResponse(status, OASFactory.createAPIResponse().description(description));
            }
        });
    }

    private static void add(Operation operation, String name, String description) {
        add(operation, name, Parameter.In.HEADER, description);
    }

    private static void add(Operation operation, String name, Parameter.In place, String description) {
        operation.addParameter(OASFactory.createParameter()
                .name(name)
                .in(place)
                .required(place == Parameter.In.PATH)
                .description(description)
                .schema(OASFactory.createSchema().addType(SchemaType.STRING)));
    }
}
