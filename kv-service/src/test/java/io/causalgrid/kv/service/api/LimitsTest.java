package io.causalgrid.kv.service.api;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replica with a tiny log and hardly any room for listeners, and with fault injection on. */
@QuarkusTest
@TestProfile(LimitsTest.Tiny.class)
@Timeout(60)
class LimitsTest {
    /** Its settings. */
    public static class Tiny implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "causalgrid.kv.log.max-size", "2K",
                    "causalgrid.kv.buffer-capacity", "1",
                    "causalgrid.fault-injection", "true");
        }
    }

    @Test
    void aFullLogRefusesWritesAndStillAnswersReads() {
        write("kept", "small").statusCode(200);

        write("too-large", "v".repeat(3_000))
                .statusCode(507)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:causalgrid:problem:log-full"));

        when().get("/get/too-large").then().statusCode(200).body("value", equalTo(null));
        when().get("/get/kept").then().statusCode(200).body("value", equalTo("small"));
        long before = when().get("/status").then().extract().jsonPath().getLong("vector_clock[0]");
        write("kept", "again").statusCode(200);
        assertThat(when().get("/status").then().extract().jsonPath().getLong("vector_clock[0]"))
                .isEqualTo(before + 1);
    }

    @Test
    void aFullBufferSaysSoAndKeepsWhatItHas() {
        int seen = when().get("/status").then().extract().jsonPath().getInt("vector_clock[2]");
        put(seen + 2).statusCode(200).body("status", equalTo("buffered"));

        put(seen + 3).statusCode(503).header("Retry-After", notNullValue());
        put(seen + 1).statusCode(200).body("status", equalTo("delivered"));
        put(seen + 3).statusCode(200).body("status", equalTo("delivered"));
    }

    @Test
    void linksAreCutAndHealed() {
        link("node1", "{\"cut\":true}").statusCode(204);
        when().get("/v1/cluster")
                .then()
                .body("members[1].link.cut", equalTo(true))
                .body("members[1].link.state", equalTo("cut"));

        link("node1", "{\"delayMillis\":250}").statusCode(204);
        when().get("/v1/cluster")
                .then()
                .body("members[1].link.cut", equalTo(false))
                .body("members[1].link.delayMillis", equalTo(250));
        link("node1", "{}").statusCode(204);
    }

    @Test
    void impossibleOrdersForLinksAreRefused() {
        link("node9", "{\"cut\":true}").statusCode(404).contentType("application/problem+json");
        link("node0", "{\"cut\":true}").statusCode(404);
        link("node1", "{\"delayMillis\":-1}").statusCode(400);
        link("node1", "{\"delayMillis\":60001}").statusCode(400);
        link("node1", "{\"cut\":\"yes\"}").statusCode(400);
        link("node1", "").statusCode(400);

        when().get("/v1/cluster").then().body("members[1].link.cut", equalTo(false));
    }

    private static ValidatableResponse write(String key, String value) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("key", key, "value", value))
                .when()
                .post("/write")
                .then();
    }

    private static ValidatableResponse put(int entry) {
        return given().contentType(ContentType.JSON)
                .body("{\"key\":\"b\",\"value\":\"" + entry + "\",\"vector_clock\":[0,0," + entry + "],\"sender\":2}")
                .when()
                .post("/put")
                .then();
    }

    private static ValidatableResponse link(String peer, String order) {
        return given().contentType(ContentType.JSON)
                .body(order)
                .when()
                .put("/v1/cluster/links/" + peer)
                .then();
    }
}
