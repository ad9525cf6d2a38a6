package io.causalgrid.kv.service.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class KeyValueApiTest {
    private static final String OCTETS = "application/octet-stream";

    private final String key = UUID.randomUUID().toString();

    @Test
    void bytesComeBackAsTheyWere() {
        byte[] bytes = {0, 1, (byte) 0xFF, 10, 13};

        Response written = raw().contentType("image/x-strange; a=b").body(bytes).put("/v1/kv/" + key);
        Response read = raw().get("/v1/kv/" + key);

        assertThat(written.statusCode()).isEqualTo(204);
        assertThat(written.header("ETag")).matches("\"node0~[^:\"]+:\\d+\"");
        assertThat(read.asByteArray()).isEqualTo(bytes);
        assertThat(read.header("Content-Type")).isEqualTo("image/x-strange; a=b");
        assertThat(read.header("ETag")).isEqualTo(written.header("ETag"));
        assertThat(read.header("Version-Count")).isEqualTo("1");
        assertThat(read.header("Served-By")).startsWith("node0~");
    }

    @Test
    void anEmptyValueIsAValue() {
        put("").statusCode(204);

        raw().get("/v1/kv/" + key).then().statusCode(200).body(equalTo("")).header("Content-Type", OCTETS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a%2Fb",
                "a/b",
                "100%25",
                "%C3%BC",
                "a%20b+c",
                "a//b",
                "%00x",
                "q%3F%23",
                "%F0%9F%94%8C",
                "%3Ba=1",
                "add",
                "%25%32%46",
                "kv/"
            })
    void anyKeyGoesAndComesBack(String path) {
        String value = UUID.randomUUID().toString();

        raw().contentType("text/plain").body(value).put("/v1/kv/" + path).then().statusCode(204);

        raw().get("/v1/kv/" + path).then().statusCode(200).body(equalTo(value));
        raw().delete("/v1/kv/" + path).then().statusCode(204);
        raw().get("/v1/kv/" + path).then().statusCode(404);
    }

    @Test
    void aSlashMayBeEncodedOrNot() {
        raw().body("x")
                .contentType("text/plain")
                .put("/v1/kv/" + key + "/1")
                .then()
                .statusCode(204);

        raw().get("/v1/kv/" + key + "%2F1").then().statusCode(200).body(equalTo("x"));
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, %FF, invalid-request",
        "GET, a%C3, invalid-request",
        "DELETE, %ED%A0%80, invalid-request",
    })
    void aKeyThatIsNoTextIsRefused(String method, String path, String type) {
        raw().request(method, "/v1/kv/" + path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:causalgrid:problem:" + type));
    }

    @Test
    void theLongestKeyIsTakenAndALongerOneRefused() {
        raw().body("x").put("/v1/kv/" + "k".repeat(1022) + "%C3%BC").then().statusCode(204);
        raw().body("x")
                .put("/v1/kv/" + "k".repeat(1023) + "%C3%BC")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:causalgrid:problem:key-too-long"))
                .body("limit", equalTo(1024));
    }

    @Test
    void theLargestValueIsTakenAndALargerOneRefused() {
        byte[] largest = new byte[1 << 20];
        raw().contentType(OCTETS).body(largest).put("/v1/kv/" + key).then().statusCode(204);

        raw().contentType(OCTETS)
                .body(new byte[(1 << 20) + 1])
                .put("/v1/kv/" + key)
                .then()
                .statusCode(413)
                .body("type", equalTo("urn:causalgrid:problem:value-too-large"));

        assertThat(raw().get("/v1/kv/" + key).asByteArray()).hasSize(1 << 20);
    }

    @Test
    void aWriteOnConditionIsMadeOnlyIfItHolds() {
        String first = put("1", "If-None-Match", "*").statusCode(204).extract().header("ETag");
        put("2", "If-None-Match", "*").statusCode(412).body("type", equalTo("urn:causalgrid:problem:condition-failed"));
        String second = put("2", "If-Match", first).statusCode(204).extract().header("ETag");
        put("3", "If-Match", first).statusCode(412);
        raw().header("If-Match", first).delete("/v1/kv/" + key).then().statusCode(412);
        put("3", "If-Match", "*").statusCode(204);
        raw().get("/v1/kv/" + key).then().body(equalTo("3"));
        assertThat(second).isNotEqualTo(first);
        raw().delete("/v1/kv/" + key).then().statusCode(204);
        put("4", "If-Match", "*").statusCode(412);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-None-Match | \"node0~a:1\" | unknown-precondition",
                "If-Unmodified-Since | Sun, 06 Nov 1994 08:49:37 GMT | unknown-precondition",
                "If-Modified-Since | Sun, 06 Nov 1994 08:49:37 GMT | unknown-precondition",
                "If-Match | \"a\", \"b\" | invalid-request",
                "If-Match | \"a, \"b\" | unknown-precondition",
                "If-Match | \"a\" | invalid-request",
                "If-Match | W/\"node0~a:1\" | invalid-request",
                "If-Match | \"node0~a:0\" | invalid-request",
                "If-Match | \"node0~a:99999999999999999999\" | invalid-request",
                "Expires-In | 0 | invalid-request",
                "Expires-In | -5 | invalid-request",
                "Expires-In | 1.5 | invalid-request",
                "Expires-In | 99999999999999999999 | invalid-request",
                "Min-Replicas | 0 | invalid-request",
                "Min-Replicas | 4 | invalid-request",
                "Min-Replicas | -1 | invalid-request",
                "Min-Replicas | many | invalid-request",
            })
    void aHeaderThatIsNotUnderstoodIsRefusedAndNothingWritten(String header, String value, String type) {
        put("never", header, value)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:causalgrid:problem:" + type));

        raw().get("/v1/kv/" + key).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=-1", "wait=99999999999999999999999", "wait=soon", "nonsense"})
    void aPreferenceThatIsNotUnderstoodIsIgnored(String preference) {
        put("x", "Prefer", preference).statusCode(204);
    }

    @Test
    void aReaderIsToldWhenAValueExpires() {
        put("x", "Expires-In", "1000").statusCode(204);

        raw().get("/v1/kv/" + key).then().header("Expires-At", matchesPattern("20.*Z"));
    }

    @Test
    void whatExpiresIsGoneAtItsTime() {
        put("x", "Expires-In", "1").statusCode(204);

        await(() -> raw().get("/v1/kv/" + key).statusCode() == 404);
        put("y", "If-None-Match", "*").statusCode(204);
    }

    @Test
    void whatIsNotThereCannotBeReadOrDeleted() {
        raw().get("/v1/kv/" + key)
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:causalgrid:problem:no-value"))
                .header("Causality-Token", notNullValue());
        raw().delete("/v1/kv/" + key).then().statusCode(404).body("type", equalTo("urn:causalgrid:problem:no-value"));
    }

    @Test
    void aReaderThatHasItAlreadyIsToldSo() {
        String etag = put("x").extract().header("ETag");

        raw().header("If-None-Match", etag)
                .get("/v1/kv/" + key)
                .then()
                .statusCode(304)
                .header("ETag", etag)
                .header("Causality-Token", notNullValue());
        raw().header("If-None-Match", "\"node0~a:1\"")
                .get("/v1/kv/" + key)
                .then()
                .statusCode(200);
    }

    @Test
    void aReaderThatWantsAnotherIsToldSo() {
        String etag = put("x").extract().header("ETag");

        getIf(etag).statusCode(200);
        getIf("*").statusCode(200);
        getIf("\"node0~a:1\", " + etag).statusCode(200);
        getIf("\"node0~a:1\"").statusCode(412).body("type", equalTo("urn:causalgrid:problem:condition-failed"));
        raw().accept(RegisterAccess.VERSIONS)
                .header("If-Match", "\"node0~a:1\"")
                .get("/v1/kv/" + key)
                .then()
                .statusCode(412);
        getIf("\"node0~a:1").statusCode(400);
        raw().delete("/v1/kv/" + key).then().statusCode(204);
        getIf(etag).statusCode(404);
    }

    @Test
    void ofSeveralETagsOneIsEnoughForAWrite() {
        String first = put("1").extract().header("ETag");
        String second = put("2").extract().header("ETag");

        put("3", "If-Match", "\"node0~a:1\", " + first).statusCode(412);
        put("3", "If-Match", first + ", " + second).statusCode(204);
        raw().get("/v1/kv/" + key).then().body(equalTo("3")).header("Version-Count", "1");
        raw().header("If-Match", first + "," + second)
                .delete("/v1/kv/" + key)
                .then()
                .statusCode(412);
    }

    @Test
    void aRepetitionWithSeveralETagsGivesTheFirstAnswer() {
        String etag = put("x").extract().header("ETag");
        String several = "\"node0~a:1\", " + etag;

        String first = putIf(several).statusCode(204).extract().header("ETag");
        putIf(several).statusCode(204).header("ETag", first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/kv?prefix=f7%FF",
                "/v1/kv?after=%FF",
                "/v1/kv?prefix=%ED%A0%80",
                "/v1/kv?values=yes",
                "/v1/kv?limt=5",
                "/v1/kv?prefix=a&prefix=b",
                "/v1/kv?prefix=a;limit=1",
                "/v1/kv/some?wait=1",
                "/v1/maps/some/fields/field?x",
                "/v1/maps/some?after=%FF",
                "/v1/sets/some?prefix=a",
                "/v1/counters/some?x=1",
                "/v1/cluster?x=1",
                "/v1/watch?prefix=%FF",
                "/v1/watch?form=now",
                "/get/%FF",
                "/v1/cluster/members?name=%FF",
                "/v1/kv/",
            })
    void aWishThatIsNotUnderstoodIsRefused(String target) {
        raw().get(target)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:causalgrid:problem:invalid-request"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/kv?values=false&limit=1", "/v1/kv?prefix=a%20b+c&after="})
    void aWishThatIsUnderstoodIsGranted(String target) {
        raw().get(target).then().statusCode(200);
    }

    @Test
    void theEmptyKeyIsNoKeyInAPath() {
        for (String method : List.of("GET", "PUT", "DELETE")) {
            raw().request(method, "/v1/kv/")
                    .then()
                    .statusCode(400)
                    .body("type", equalTo("urn:causalgrid:problem:invalid-request"));
        }
    }

    @Test
    void theLongestNamesCanBeWrittenWhateverTheirCharacters() {
        String longest = "%C3%BC".repeat(512);
        String field = "/v1/maps/" + longest + "/fields/" + longest;
        String element = "/v1/sets/" + longest + "/elements/" + longest;
        String next = "%C3%BC".repeat(511) + "%C3%BD";

        raw().body("x").put(field).then().statusCode(204);
        raw().get(field).then().statusCode(200);
        raw().get("/v1/maps/" + longest + "?after=" + longest)
                .then()
                .statusCode(200)
                .body("fields", hasSize(0));
        raw().put(element).then().statusCode(204);
        raw().get(element).then().statusCode(204);
        raw().body("x").put("/v1/kv/" + longest).then().statusCode(204);
        raw().body("x").put("/v1/kv/" + next).then().statusCode(204);
        raw().get("/v1/kv?limit=1000&values=true&prefix=" + "%C3%BC".repeat(511) + "&after=" + longest)
                .then()
                .statusCode(200)
                .body("keys", hasSize(1));
        raw().get("/get/" + longest).then().statusCode(200).body("value", equalTo("x"));
    }

    @Test
    void allVersionsAreShownOnRequest() {
        String etag = put("x").extract().header("ETag");

        raw().accept(RegisterAccess.VERSIONS)
                .get("/v1/kv/" + key)
                .then()
                .statusCode(200)
                .contentType(RegisterAccess.VERSIONS)
                .body("key", equalTo(key))
                .body("etag", equalTo(etag.replace("\"", "")))
                .body("versions", hasSize(1))
                .body("versions[0].value", equalTo("x"))
                .body("versions[0].version", equalTo(etag.replace("\"", "")))
                .body("versions[0].timestamp", matchesPattern("20.*Z"));
        raw().accept(RegisterAccess.VERSIONS).get("/v1/kv/nothing").then().statusCode(404);
    }

    @Test
    void pagesGoThroughAllKeysOnce() {
        for (String suffix : List.of("a", "b", "\u00fc", "\uD83D\uDD0C", "z")) {
            given().contentType("text/plain;charset=UTF-8").body(suffix).put("/v1/kv/{key}", key + suffix);
        }

        Response first =
                given().queryParam("prefix", key).queryParam("limit", 3).get("/v1/kv");
        first.then().statusCode(200).body("keys.key", contains(key + "a", key + "b", key + "z"));
        Response rest = given().queryParam("prefix", key)
                .queryParam("limit", 3)
                .queryParam("values", true)
                .queryParam("after", first.jsonPath().getString("next"))
                .get("/v1/kv");
        rest.then()
                .body("keys.key", contains(key + "\u00fc", key + "\uD83D\uDD0C"))
                .body("keys.value", contains("\u00fc", "\uD83D\uDD0C"))
                .body("next", nullValue());
        first.then().body("keys[0].value", nullValue()).body("keys[0].versions", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "x", "99999999999"})
    void aLimitOutOfRangeIsRefused(String limit) {
        given().queryParam("limit", limit)
                .get("/v1/kv")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:causalgrid:problem:invalid-request"));
    }

    @Test
    void theStoresOwnKeysAreNeverShown() {
        put("x", "Idempotency-Key", key).statusCode(204);
        given().contentType("application/json").body("{\"delta\":1}").post("/v1/counters/{key}/add", key);

        List<String> keys =
                given().queryParam("limit", 1000).get("/v1/kv").jsonPath().getList("keys.key");

        assertThat(keys).contains(key).noneMatch(each -> each.startsWith("\0r") || each.startsWith("\0c"));
    }

    @Test
    void aWriteThatAsksForThisReplicaOnlyIsConfirmedByIt() {
        put("x", "Min-Replicas", "1").statusCode(204).header("Replicas", "1");
    }

    @Test
    void aWriteThatAsksForMoreThanCanBeReachedStandsAllTheSame() {
        raw().body("x")
                .contentType("text/plain")
                .header("Min-Replicas", "2")
                .header("Prefer", "wait=1")
                .put("/v1/kv/" + key)
                .then()
                .statusCode(202)
                .header("Replicas", "1")
                .header("ETag", notNullValue());

        raw().get("/v1/kv/" + key).then().statusCode(200);
    }

    @Test
    void aRepetitionIsNotASecondWrite() {
        String first =
                put("x", "Idempotency-Key", key).statusCode(204).extract().header("ETag");
        String other = put("y").extract().header("ETag");

        put("x", "Idempotency-Key", key).statusCode(204).header("ETag", first);

        raw().get("/v1/kv/" + key).then().body(equalTo("y")).header("ETag", other);
        put("z", "Idempotency-Key", key)
                .statusCode(422)
                .body("type", equalTo("urn:causalgrid:problem:idempotency-key-reused"));
        put("z", "Idempotency-Key", "\u00fc").statusCode(400);
    }

    @Test
    void aRepetitionOfAWriteOnConditionIsKnownThoughTheConditionNoLongerHolds() {
        String etag = put("x").statusCode(204).extract().header("ETag");

        String first = putIf(etag).statusCode(204).extract().header("ETag");
        putIf(etag).statusCode(204).header("ETag", first);
        putIf(first).statusCode(422);
    }

    @Test
    void theHeadOfAValueHasWhatTheValueHas() {
        String etag = put("four").extract().header("ETag");

        raw().head("/v1/kv/" + key)
                .then()
                .statusCode(200)
                .header("ETag", etag)
                .header("Content-Length", "4")
                .header("Causality-Token", notNullValue())
                .body(equalTo(""));
        raw().head("/v1/kv/" + key + "-not").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/kv/some", "/v1/maps/some/fields/field"})
    void aMethodThatThereIsNotIsRefusedWithThoseThereAre(String path) {
        String allowed = "GET, HEAD, PUT, DELETE, OPTIONS";

        raw().post(path)
                .then()
                .statusCode(405)
                .header("Allow", allowed)
                .contentType("application/problem+json")
                .body("status", equalTo(405));
        raw().options(path).then().statusCode(204).header("Allow", allowed);
    }

    @Test
    void aHeaderThatIsGivenTwiceIsRefused() {
        raw().header("Idempotency-Key", "one")
                .header("Idempotency-Key", "two")
                .body("x")
                .put("/v1/kv/" + key)
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:causalgrid:problem:invalid-request"));
        raw().get("/v1/kv/" + key).then().statusCode(404);
    }

    @Test
    void requestsAreTimedByRouteAndNoKeyIsALabel() {
        put("x").statusCode(204);

        assertThat(raw().get("/metrics").asString())
                .contains("http_server_requests_seconds_count{method=\"PUT\",outcome=\"SUCCESS\",site=\"node0\","
                        + "status=\"204\",uri=\"/v1/kv/{key}\"}")
                .doesNotContain(key);
    }

    private ValidatableResponse putIf(String etag) {
        return raw().contentType("text/plain")
                .header("If-Match", etag)
                .header("Idempotency-Key", key)
                .body("y")
                .put("/v1/kv/" + key)
                .then();
    }

    private ValidatableResponse getIf(String etags) {
        return raw().header("If-Match", etags).get("/v1/kv/" + key).then();
    }

    private ValidatableResponse put(String value, String header, String content) {
        return raw().contentType("text/plain")
                .header(header, content)
                .body(value.getBytes(StandardCharsets.UTF_8))
                .put("/v1/kv/" + key)
                .then();
    }

    private ValidatableResponse put(String value) {
        return raw().contentType(value.isEmpty() ? OCTETS : "text/plain")
                .body(value.getBytes(StandardCharsets.UTF_8))
                .put("/v1/kv/" + key)
                .then();
    }

    private static RequestSpecification raw() {
        var plain = EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false);
        return given().config(RestAssured.config().encoderConfig(plain)).urlEncodingEnabled(false);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
        }
    }
}
