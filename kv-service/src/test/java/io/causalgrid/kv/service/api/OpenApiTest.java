package io.causalgrid.kv.service.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiTest {
    private static final Pattern NAME_IN_PATH = Pattern.compile("\\{(\\w+)}");

    @Test
    void everyRequestOfTheStoreIsDescribed() {
        assertThat(document().<String, Object>getMap("paths"))
                .containsKeys(
                        "/v1/kv",
                        "/v1/kv/{key}",
                        "/v1/batch/read",
                        "/v1/batch/write",
                        "/v1/counters/{key}",
                        "/v1/counters/{key}/add",
                        "/v1/sets/{key}",
                        "/v1/sets/{key}/elements/{element}",
                        "/v1/maps/{key}",
                        "/v1/maps/{key}/fields/{field}",
                        "/v1/watch");
    }

    @Test
    void everyNameInAPathIsDescribed() {
        document().<String, Map<String, Map<String, Object>>>getMap("paths").forEach((path, operations) -> {
            List<String> names = NAME_IN_PATH
                    .matcher(path)
                    .results()
                    .map(name -> name.group(1))
                    .toList();
            operations.values().forEach(operation -> assertThat(parameters(operation))
                    .as(path)
                    .containsAll(names)
                    .doesNotHaveDuplicates());
        });
    }

    @Test
    void everyWriteOfDataSaysHowItIsRepeated() {
        assertThat(parametersOf("/v1/kv/{key}", "put"))
                .contains(
                        "Causality-Token",
                        "Prefer",
                        "Idempotency-Key",
                        "Min-Replicas",
                        "If-Match",
                        "If-None-Match",
                        "Expires-In");
        assertThat(parametersOf("/v1/batch/write", "post")).contains("Causality-Token", "Idempotency-Key");
        assertThat(parametersOf("/v1/batch/read", "post"))
                .contains("Causality-Token")
                .doesNotContain("Idempotency-Key");
    }

    private static List<String> parametersOf(String path, String method) {
        return document().getList("paths.'" + path + "'." + method + ".parameters.name");
    }

    private static List<String> parameters(Map<String, Object> operation) {
        var names = new ArrayList<String>();
        if (operation.get("parameters") instanceof List<?> parameters) {
            parameters.forEach(parameter -> names.add(String.valueOf(((Map<?, ?>) parameter).get("name"))));
        }
        return names;
    }

    private static JsonPath document() {
        return given().queryParam("format", "json").get("/q/openapi").jsonPath();
    }
}
