package io.causalgrid.grid.service;

import static io.restassured.RestAssured.config;
import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.config.DecoderConfig.decoderConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One process with default settings: gateway, balancer and one substation. */
@QuarkusTest
class AllRolesTest {
    @TestHTTPResource("/v1/events")
    URI events = URI.create("unset");

    @BeforeEach
    void noSessions() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> get("/q/health/ready").then().statusCode(200));
        List<String> active =
                get("/v1/sessions?state=charging&limit=1000").jsonPath().getList("id");
        active.forEach(id -> delete("/v1/sessions/" + id).then().statusCode(204));
    }

    @Test
    void aChargeGoesThroughAllThreeRoles() {
        charge("{\"vehicle_id\": 7}")
                .then()
                .statusCode(200)
                .header("Location", startsWith("/v1/sessions/substation1-"))
                .body("routed_to", startsWith("http://127.0.0.1:"))
                .body("result.status", equalTo("charging"))
                .body("result.current_load", equalTo(1));

        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> get("/v1/substations")
                .then()
                .body("$", hasSize(1))
                .body("[0].id", equalTo("substation1"))
                .body("[0].state", equalTo("up"))
                .body("[0].activeSessions", equalTo(1))
                .body("[0].committedKw", equalTo(5.0f))
                .body("[0].powerKw", equalTo(7.4f)));
    }

    @Test
    void aSessionCanBeListedShownAndEndedTwice() {
        charge("{\"vehicle_id\": \"car 9\", \"energy_kwh\": 10.5}").then().statusCode(200);
        Response list = get("/v1/sessions?state=charging");
        list.then()
                .body("$", hasSize(1))
                .body("[0].vehicleId", equalTo("car 9"))
                .body("[0].requestedKwh", equalTo(10.5f))
                .body("[0]", not(hasKey("endedBecause")));
        String id = list.jsonPath().getString("[0].id");
        // Power is divided among those that are there now and then, and not before each answer.
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(
                        () -> get("/v1/sessions/" + id).then().body("why", equalTo("all that the vehicle takes")));

        delete("/v1/sessions/" + id).then().statusCode(204);
        delete("/v1/sessions/" + id).then().statusCode(204);

        get("/v1/sessions/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("cancelled"))
                .body("endedBecause", equalTo("stopped"))
                .body("grantedKw", equalTo(0.0f))
                .body("history.state", equalTo(List.of("reserved", "charging", "cancelled")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "7",
                "{}",
                "{\"vehicle_id\": null}",
                "{\"vehicle_id\": \"\"}",
                "{\"vehicle_id\": true}",
                "{\"vehicle_id\": 1.5}",
                "{\"vehicle_id\": {}}",
                "{\"vehicle_id\": 1, \"energy_kwh\": -1}",
                "{\"vehicle_id\": 1, \"energy_kwh\": 0}",
                "{\"vehicle_id\": 1, \"energy_kwh\": 1e300}",
                "{\"vehicle_id\": 1, \"energy_kwh\": 1e999}",
                "{\"vehicle_id\": 1, \"energy_kwh\": \"20\"}",
                "{\"vehicle_id\": 1, \"max_power_kw\": -7.4}",
                "{\"vehicle_id\": 1, \"max_power_kw\": []}",
                "{\"vehicle_id\": 1, \"depart_by\": \"soon\"}",
                "{\"vehicle_id\": 1, \"depart_by\": \"2001-01-01T00:00:00Z\"}",
                "{\"vehicle_id\": 1, \"depart_by\": \"2999-01-01T00:00:00Z\"}",
                "{\"vehicle_id\": 1} trailing"
            })
    void badInputIsRefusedByEveryHopAndChangesNothing(String body) {
        for (String path : List.of("/charge", "/route", "/internal/v1/reservations")) {
            given().contentType("application/json")
                    .header("Idempotency-Key", "bad input")
                    .header("Causalgrid-Attempt", "1")
                    .body(body)
                    .post(path)
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("status", equalTo(400));
        }
        get("/v1/sessions?state=charging").then().body("$", hasSize(0));
    }

    static List<String> badQueries() {
        return List.of("limit=0", "limit=-1", "limit=1001", "limit=x", "state=asleep", "after=" + "x".repeat(200));
    }

    @ParameterizedTest
    @MethodSource("badQueries")
    void aBadQueryIsRefused(String query) {
        get("/v1/sessions?" + query).then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void whatIsNotThereIsAProblem() {
        for (String path : List.of("/nowhere", "/v1/sessions/unknown", "/v1/sessions/substation1-0-1", "/v1")) {
            get(path).then().statusCode(404).contentType("application/problem+json");
        }
        for (String id : List.of("unknown", "substation1-0-1")) {
            get("/v1/sessions/" + id).then().body("type", equalTo("urn:causalgrid:problem:unknown-session"));
            delete("/v1/sessions/" + id)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("type", equalTo("urn:causalgrid:problem:unknown-session"));
        }
        get("/charge").then().statusCode(405).contentType("application/problem+json");
    }

    @Test
    void aLargeListIsCompressedForWhoWantsIt() {
        for (int vehicle = 0; vehicle < 10; vehicle++) {
            charge("{\"vehicle_id\": " + vehicle + "}").then().statusCode(200);
        }

        Response compressed = getEncoded("/v1/sessions?state=charging", "gzip");
        assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(compressed.asByteArray())
                .hasSizeLessThan(
                        getEncoded("/v1/sessions?state=charging", "identity").asByteArray().length / 2);
        Response small = getEncoded("/v1/substations", "gzip");
        assertThat(small.header("Content-Encoding")).isNull();
        assertThat(small.header("Vary")).isEqualTo("Accept-Encoding");
    }

    private static Response getEncoded(String path, String encoding) {
        return given().config(config().decoderConfig(decoderConfig().noContentDecoders()))
                .header("Accept-Encoding", encoding)
                .get(path);
    }

    @Test
    void anOversizedBodyIsRefused() {
        charge("{\"vehicle_id\": \"" + "x".repeat(20_000) + "\"}")
                .then()
                .statusCode(413)
                .contentType("application/problem+json");
    }

    @Test
    void aKeyThatIsTooLongIsRefused() {
        given().contentType("application/json")
                .header("Idempotency-Key", "k".repeat(129))
                .body("{\"vehicle_id\": 1}")
                .post("/charge")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void vehiclesOnConnectorsAreNotLimitedByPromisedPower() {
        String departBy = Instant.now().plus(Duration.ofHours(1)).toString();
        for (int i = 0; i < 60; i++) {
            charge("{\"vehicle_id\": " + i + ", \"energy_kwh\": 50, \"max_power_kw\": 50, \"depart_by\": \"" + departBy
                            + "\"}")
                    .then()
                    .statusCode(200);
        }

        List<Float> granted =
                get("/v1/sessions?state=charging&limit=1000").jsonPath().getList("grantedKw", Float.class);

        assertThat(granted).hasSize(60);
        assertThat(granted.stream().mapToDouble(Float::doubleValue).sum()).isBetween(249.0, 250.1);
    }

    @Test
    void metricsHealthAndOpenApiAreServed() {
        assertThat(get("/metrics").asString())
                .contains(
                        "substation_load{",
                        "grid_substation_power_watts{",
                        "grid_substation_limit_watts{",
                        "grid_substation_committed_watts{",
                        "grid_connectors{",
                        "grid_sessions_total{",
                        "grid_energy_delivered_joules_total{",
                        "grid_allocation_seconds_bucket{",
                        "grid_route_attempts_total{",
                        "grid_breaker_open{",
                        "grid_substation_up{",
                        "grid_gateway_attempts_total{");
        get("/q/health/live").then().statusCode(200);
        get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.keySet()", hasItems("/charge", "/route", "/v1/sessions/{id}"));
    }

    @Test
    void eventsTellOfSessionsAndAllocations() throws IOException {
        var connection = events.toURL().openConnection();
        connection.setReadTimeout(20_000);
        Set<String> types = new HashSet<>();
        try (var lines =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            for (int vehicle = 0; !types.containsAll(Set.of("event:session", "event:allocation")); ) {
                String line = lines.readLine();
                assertThat(line).as("stream ended after %s", types).isNotNull();
                types.add(line.replace(" ", ""));
                if (line.contains("allocation") && vehicle < 100) {
                    charge("{\"vehicle_id\": " + vehicle++ + "}").then().statusCode(200);
                }
            }
        }
    }

    private static Response charge(String body) {
        return given().contentType("application/json").body(body).post("/charge");
    }
}
