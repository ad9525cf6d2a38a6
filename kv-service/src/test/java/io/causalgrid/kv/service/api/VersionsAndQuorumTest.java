package io.causalgrid.kv.service.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What those need who read at a majority: all versions of a key, writes that replace just some, and who may be counted. */
@QuarkusTest
class VersionsAndQuorumTest {
    private static final String NO_VERSION_YET = "node0~1f2e3d4c:999999";

    private final String key = "grid/" + UUID.randomUUID() + "/%2F";

    // Versions

    @Test
    void allVersionsOfAKeyAreRead() {
        String first = written(Map.of("key", key, "value", "1", "replaces", List.of()));
        String second = written(Map.of(
                "key", key, "valueBase64", "AAE=", "contentType", "image/x", "expiresIn", 1000, "replaces", List.of()));

        versions(key)
                .body("entries[0].key", equalTo(key))
                .body("entries[0].versions", equalTo(2))
                .body("entries[0].all.version", containsInAnyOrder(first, second))
                .body("entries[0].all.find { it.version == '" + first + "' }.value", equalTo("1"))
                .body("entries[0].all.find { it.version == '" + first + "' }.expiresAt", nullValue())
                .body("entries[0].all.find { it.version == '" + second + "' }.valueBase64", equalTo("AAE="))
                .body("entries[0].all.find { it.version == '" + second + "' }.contentType", equalTo("image/x"))
                .body("entries[0].all.find { it.version == '" + second + "' }.expiresAt", notNullValue())
                .body("entries[0].all.timestamp", hasSize(2));
    }

    /** Whoever names what a write replaces must know all names. */
    @Test
    void versionsOfEqualValuesAreEachNamed() {
        String first = written(Map.of("key", key, "value", "1", "replaces", List.of()));
        String second = written(Map.of("key", key, "value", "1", "replaces", List.of()));

        versions(key)
                .body("entries[0].versions", equalTo(2))
                .body("entries[0].all.version", containsInAnyOrder(first, second));

        written(Map.of("key", key, "delete", true, "replaces", List.of(first, second)));
        versions(key).body("entries[0].all", empty());
    }

    @Test
    void aKeyThatHasNoVersionsSaysSo() {
        written(Map.of("key", key, "value", "1"));
        written(Map.of("key", key, "delete", true));

        versions("nothing", key)
                .body("entries.key", contains("nothing", key))
                .body("entries.versions", contains(0, 0))
                .body("entries[0].all", empty())
                .body("entries[1].all", empty());
    }

    @Test
    void versionsAreReadOnlyByWhoAsksForThem() {
        written(Map.of("key", key, "value", "1"));

        post("read", Map.of("keys", List.of(key), "versions", false))
                .statusCode(200)
                .body("entries[0].all", nullValue())
                .body("entries[0].value", equalTo("1"));
    }

    // What a write replaces

    @Test
    void onlyTheNamedVersionsGo() {
        String ours = written(Map.of("key", key, "value", "ours", "replaces", List.of()));
        String rival = written(Map.of("key", key, "value", "rival", "replaces", List.of()));

        String next = written(Map.of("key", key, "value", "ours again", "replaces", List.of(ours)));

        versions(key).body("entries[0].all.version", containsInAnyOrder(rival, next));
    }

    @Test
    void severalCanBeNamedAndThoseThatAreNotThereDoNotMatter() {
        String first = written(Map.of("key", key, "value", "1", "replaces", List.of()));
        String second = written(Map.of("key", key, "value", "2", "replaces", List.of()));
        String third = written(Map.of("key", key, "value", "3", "replaces", List.of()));

        String next = written(Map.of("key", key, "value", "4", "replaces", List.of(first, second, NO_VERSION_YET)));

        versions(key).body("entries[0].all.version", containsInAnyOrder(third, next));
    }

    @Test
    void aDeletionTakesOnlyTheNamedVersions() {
        String ours = written(Map.of("key", key, "value", "ours"));
        String rival = written(Map.of("key", key, "value", "rival", "replaces", List.of()));

        written(Map.of("key", key, "delete", true, "replaces", List.of()));
        versions(key).body("entries[0].all.version", containsInAnyOrder(ours, rival));

        written(Map.of("key", key, "delete", true, "replaces", List.of(ours)));
        versions(key).body("entries[0].all.version", contains(rival));
    }

    @Test
    void withoutTheMemberAllVersionsGo() {
        written(Map.of("key", key, "value", "1", "replaces", List.of()));
        written(Map.of("key", key, "value", "2", "replaces", List.of()));

        String last = written(Map.of("key", key, "value", "3"));

        versions(key).body("entries[0].all.version", contains(last));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"key\":\"k\",\"value\":\"x\",\"replaces\":[],\"ifMatch\":\"*\"}",
                "{\"key\":\"k\",\"value\":\"x\",\"replaces\":[],\"ifNoneMatch\":\"*\"}",
                "{\"counter\":\"k\",\"add\":1,\"replaces\":[]}",
                "{\"key\":\"k\",\"value\":\"x\",\"replaces\":[\"nonsense\"]}",
                "{\"key\":\"k\",\"value\":\"x\",\"replaces\":[\"\"]}",
                "{\"key\":\"k\",\"value\":\"x\",\"replaces\":[\"*\"]}",
                "{\"key\":\"k\",\"value\":\"x\",\"replaces\":[null]}",
                "{\"key\":\"k\",\"value\":\"x\",\"replaces\":\"node0~1f2e3d4c:1\"}"
            })
    void whatCannotBeMeantIsRefused(String mutation) {
        given().contentType(ContentType.JSON)
                .body("{\"mutations\":[" + mutation + "]}")
                .post("/v1/batch/write")
                .then()
                .statusCode(400);
    }

    @Test
    void aBatchIsRefusedAsAWholeWithTheIndexOfWhatIsWrong() {
        write(
                        Map.of("key", key, "value", "1", "replaces", List.of()),
                        Map.of("key", key + "2", "value", "1", "replaces", List.of("nonsense")))
                .statusCode(400)
                .body("type", equalTo("urn:causalgrid:problem:invalid-request"))
                .body("index", equalTo(1));

        versions(key).body("entries[0].versions", equalTo(0));
    }

    @Test
    void repeatedUnderItsIdAWriteAddsNoSecondSibling() {
        Object body = Map.of("mutations", List.of(Map.of("key", key, "value", "1", "replaces", List.of())));
        String first = repeated(body).statusCode(200).extract().path("version");

        repeated(body).statusCode(200).body("version", equalTo(first));

        versions(key).body("entries[0].all.version", contains(first));
    }

    @Test
    void anIdOfOtherReplacesIsReused() {
        repeated(Map.of("mutations", List.of(Map.of("key", key, "value", "1", "replaces", List.of()))))
                .statusCode(200);

        repeated(Map.of("mutations", List.of(Map.of("key", key, "value", "1", "replaces", List.of(NO_VERSION_YET)))))
                .statusCode(422);
    }

    // Quorum

    /** The two other members of the tests' cluster do not exist, so nobody can tell this one what it may have missed. */
    @Test
    void whoHasNotCaughtUpWithAMajorityOfTheOthersIsNotCounted() {
        quorum("required")
                .statusCode(503)
                .header("Quorum-Members", nullValue())
                .header("Retry-After", notNullValue())
                .body("type", equalTo("urn:causalgrid:problem:not-in-quorum"))
                .body("instance", equalTo("/v1/batch/read"));
        given().header("Quorum", "required").get("/v1/kv?values=true").then().statusCode(503);
        given().header("Quorum", "required").get("/v1/kv/some").then().statusCode(503);
        given().header("Quorum", "wanted").get("/v1/kv/some").then().statusCode(400);
    }

    @Test
    void whoDoesNotAskIsNotTold() {
        versions(key).header("Quorum-Members", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"preferred", "Required", "3", "\"required\""})
    void theHeaderCanSayOnlyOneThing(String other) {
        quorum(other)
                .statusCode(400)
                .header("Quorum-Members", nullValue())
                .body("type", equalTo("urn:causalgrid:problem:invalid-request"))
                .body("instance", equalTo("/v1/batch/read"));
    }

    private ValidatableResponse repeated(Object body) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/batch/write")
                .then();
    }

    private static ValidatableResponse quorum(String header) {
        return given().contentType(ContentType.JSON)
                .header("Quorum", header)
                .body(Map.of("keys", List.of("k"), "versions", true))
                .post("/v1/batch/read")
                .then();
    }

    private static ValidatableResponse versions(String... keys) {
        return post("read", Map.of("keys", keys, "versions", true)).statusCode(200);
    }

    private static String written(Map<String, Object> mutation) {
        return write(mutation).statusCode(200).extract().path("version");
    }

    private static ValidatableResponse write(Object... mutations) {
        return post("write", Map.of("mutations", mutations));
    }

    private static ValidatableResponse post(String path, Object body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/batch/" + path)
                .then();
    }
}
