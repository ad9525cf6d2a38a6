package io.causalgrid.kv.service.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BatchApiTest {
    private final String a = UUID.randomUUID() + "a";
    private final String b = UUID.randomUUID() + "b";

    @Test
    void allIsWrittenAtOnceAndReadAtOnce() {
        String version = write(
                        Map.of("key", a, "value", "1"),
                        Map.of("key", b, "valueBase64", "AAE=", "contentType", "image/x"),
                        Map.of("counter", a, "add", 5),
                        Map.of("set", a, "element", "e"),
                        Map.of("map", a, "field", "f", "value", "v", "expiresIn", 1000))
                .statusCode(200)
                .body("version", matchesPattern("node0~[^:]+:\\d+"))
                .extract()
                .path("version");

        read(a, "nothing", b)
                .statusCode(200)
                .body("entries.key", contains(a, "nothing", b))
                .body("entries.versions", contains(1, 0, 1))
                .body("entries[0].value", equalTo("1"))
                .body("entries[0].etag", equalTo(version))
                .body("entries[1].etag", nullValue())
                .body("entries[2].valueBase64", equalTo("AAE="))
                .body("entries[2].etag", equalTo(version));
        given().get("/v1/counters/{key}", a).then().body("value", equalTo(5));
        given().get("/v1/sets/{key}", a).then().body("elements", contains("e"));
        given().get("/v1/maps/{key}/fields/f", a).then().body(equalTo("v"));
    }

    @Test
    void anAnswerHoldsAsMuchAsARequestAndNoMore() {
        String[] keys =
                IntStream.range(0, 9).mapToObj(number -> a + "-" + number).toArray(String[]::new);
        for (String key : keys) {
            given().body("v".repeat(1 << 20)).put("/v1/kv/{key}", key).then().statusCode(204);
        }

        read(keys)
                .statusCode(400)
                .body("type", equalTo("urn:causalgrid:problem:answer-too-large"))
                .body("limit", equalTo(8 << 20));
        read(Arrays.copyOf(keys, 8)).statusCode(200).body("entries.key", contains(Arrays.copyOf(keys, 8)));
        given().get("/v1/kv?values=true&prefix={prefix}", a)
                .then()
                .statusCode(200)
                .body("keys.key", contains(Arrays.copyOf(keys, 4)))
                .body("next", equalTo(keys[3]));
        given().get("/v1/kv?prefix={prefix}", a).then().body("keys.key", contains(keys));
        for (String key : keys) { // other tests read everything
            given().delete("/v1/kv/{key}", key).then().statusCode(204);
        }
    }

    @Test
    void ifOneConditionFailsNothingIsWritten() {
        write(Map.of("key", a, "value", "1"), Map.of("key", b, "value", "2", "ifMatch", "*"))
                .statusCode(412)
                .body("type", equalTo("urn:causalgrid:problem:condition-failed"))
                .body("index", equalTo(1));

        read(a, b).body("entries.versions", contains(0, 0));
    }

    @Test
    void conditionsAndDeletions() {
        String version = write(Map.of("key", a, "value", "1", "ifNoneMatch", "*"))
                .statusCode(200)
                .extract()
                .path("version");

        write(Map.of("key", a, "delete", true, "ifMatch", version), Map.of("key", b, "value", "2"))
                .statusCode(200);

        read(a, b).body("entries.versions", contains(0, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"value\":\"x\"}",
                "{\"key\":\"\",\"value\":\"x\"}",
                "{\"key\":\"k\"}",
                "{\"key\":\"k\",\"value\":\"x\",\"valueBase64\":\"AA==\"}",
                "{\"key\":\"k\",\"value\":\"x\",\"delete\":true}",
                "{\"key\":\"k\",\"valueBase64\":\"%%\"}",
                "{\"key\":\"k\",\"value\":\"x\",\"contentType\":\"none\"}",
                "{\"key\":\"k\",\"value\":\"x\",\"contentType\":\"a/b\\r\\nX: y\"}",
                "{\"key\":\"k\",\"value\":\"x\",\"expiresIn\":0}",
                "{\"key\":\"k\",\"value\":\"x\",\"expiresIn\":-1}",
                "{\"key\":\"k\",\"value\":\"x\",\"ifMatch\":\"x\"}",
                "{\"key\":\"k\",\"value\":\"x\",\"ifNoneMatch\":\"x\"}",
                "{\"key\":\"k\",\"value\":\"x\",\"add\":1}",
                "{\"key\":\"k\",\"map\":\"m\",\"field\":\"f\",\"value\":\"x\"}",
                "{\"map\":\"m\",\"value\":\"x\"}",
                "{\"set\":\"s\"}",
                "{\"set\":\"s\",\"element\":\"e\",\"value\":\"x\"}",
                "{\"counter\":\"c\"}",
                "{\"counter\":\"c\",\"add\":0}",
                "{\"counter\":\"c\",\"add\":9007199254740992}",
                "{\"counter\":\"c\",\"add\":1,\"value\":\"x\"}",
                "{\"key\":\"\\ud800\",\"value\":\"x\"}",
            })
    void aMutationThatIsNoneIsRefusedWithItsIndexAndNothingWritten(String mutation) {
        post("write", "{\"mutations\":[{\"key\":\"" + a + "\",\"value\":\"1\"}," + mutation + "]}")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("index", equalTo(1));

        read(a).body("entries.versions", contains(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"mutations\":[]}",
                "{\"mutations\":null}",
                "{\"mutations\":[null]}",
                "{\"mutations\":[{\"key\":\"k\",\"value\":\"x\",\"wrong\":1}]}",
                "{\"mutations\":{}}",
                "{\"mutations\":[{\"key\":1}]}"
            })
    void aBodyThatIsNoBatchIsRefused(String body) {
        post("write", body).statusCode(400).contentType("application/problem+json");
        post("read", body).statusCode(400).contentType("application/problem+json");
    }

    @Test
    void twoMutationsOfOneKeyAreRefused() {
        write(Map.of("key", a, "value", "1"), Map.of("key", b, "value", "1"), Map.of("key", a, "value", "2"))
                .statusCode(400)
                .body("index", equalTo(2));
        read(a, b).body("entries.versions", contains(0, 0));
    }

    @Test
    void aKeyACounterASetAndAMapOfOneNameAreFourThings() {
        write(
                        Map.of("key", a, "value", "1"),
                        Map.of("counter", a, "add", 1),
                        Map.of("set", a, "element", a),
                        Map.of("map", a, "field", a, "value", "1"))
                .statusCode(200);
    }

    @Test
    void thereAreAtMostAThousand() {
        var mutations = Collections.nCopies(1001, Map.of("counter", "c", "add", 1));
        post("write", Map.of("mutations", mutations)).statusCode(400);
        post("read", Map.of("keys", Collections.nCopies(1001, "k"))).statusCode(400);
        post("read", Map.of("keys", Collections.nCopies(1000, "k")))
                .statusCode(200)
                .body("entries", hasSize(1000));
    }

    @Test
    void aValueThatIsTooLargeIsRefused() {
        write(Map.of("key", a, "value", "x".repeat((1 << 20) + 1)))
                .statusCode(413)
                .body("type", equalTo("urn:causalgrid:problem:value-too-large"))
                .body("index", equalTo(0));
    }

    @Test
    void aRepetitionIsNotASecondBatch() {
        Object body = Map.of("mutations", List.of(Map.of("counter", a, "add", 5)));
        String first = repeated(body).statusCode(200).extract().path("version");

        repeated(body).statusCode(200).body("version", equalTo(first));

        given().get("/v1/counters/{key}", a).then().body("value", equalTo(5));
    }

    private ValidatableResponse repeated(Object body) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", a)
                .body(body)
                .post("/v1/batch/write")
                .then();
    }

    private static ValidatableResponse write(Object... mutations) {
        return post("write", Map.of("mutations", mutations));
    }

    private static ValidatableResponse read(String... keys) {
        return post("read", Map.of("keys", keys));
    }

    private static ValidatableResponse post(String path, Object body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/batch/" + path)
                .then();
    }
}
