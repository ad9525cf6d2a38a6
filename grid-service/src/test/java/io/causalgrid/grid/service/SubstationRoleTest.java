package io.causalgrid.grid.service;

import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A substation by itself, small and an hour a second fast. */
@QuarkusTest
@TestProfile(SubstationRoleTest.Small.class)
class SubstationRoleTest {
    /** Three connectors. */
    public static class Small implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "causalgrid.grid.roles", "substation",
                    "causalgrid.grid.substation.id", "north",
                    "causalgrid.grid.substation.connectors", "3",
                    "causalgrid.grid.substation.tick", "50ms",
                    "causalgrid.grid.time-scale", "3600");
        }
    }

    @BeforeEach
    void noSessions() {
        List<String> active = get("/v1/sessions?state=charging").jsonPath().getList("id");
        active.forEach(id -> delete("/v1/sessions/" + id).then().statusCode(204));
    }

    @Test
    void itAnswersOnlyTheResult() {
        charge(1, "a")
                .then()
                .statusCode(200)
                .body("status", equalTo("charging"))
                .body("current_load", equalTo(1));
        charge(1, "a").then().statusCode(200).body("current_load", equalTo(1));
        charge(2, "a").then().statusCode(422).contentType("application/problem+json");
        get("/v1/substations").then().body("$", hasSize(1)).body("[0].id", equalTo("north"));
    }

    @Test
    void rolesThatAreOffAnswer404EvenToNonsense() {
        given().contentType("application/json")
                .body("{")
                .post("/route")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:causalgrid:problem:not-served-here"));
        get("/internal/v1/substations").then().statusCode(404);
    }

    @Test
    void aFullSubstationRefusesAndSaysWhenToAskAgain() {
        for (int i = 1; i <= 3; i++) {
            charge(i, "full" + i).then().statusCode(200);
        }

        charge(4, "full4")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("type", equalTo("urn:causalgrid:problem:no-capacity"));

        delete("/v1/sessions/" + get("/v1/sessions?state=charging").jsonPath().getString("[0].id"));
        charge(4, "full4").then().statusCode(200);
    }

    @Test
    void aVehicleChargesUntilItHasItsEnergy() {
        charge(1, "complete").then().statusCode(200);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> get("/v1/sessions?state=completed")
                .then()
                .body("size()", greaterThan(0))
                .body("[0].deliveredKwh", equalTo(20.0f)));
    }

    private static Response charge(int vehicle, String key) {
        return given().contentType("application/json")
                .header("Idempotency-Key", key)
                .body("{\"vehicle_id\": " + vehicle + "}")
                .post("/charge");
    }
}
