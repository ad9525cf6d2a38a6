package io.causalgrid.grid.service;

import static io.restassured.RestAssured.delete;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A substation that a file describes, while that changes. */
@QuarkusTest
@TestProfile(SiteTest.OfFile.class)
class SiteTest {
    private static final Path FILE = Path.of("target", "site-test", "site.yaml");
    private static final String TWO = connectors("left", "right");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Two connectors with 16 A each below 20 A, so 4.6 kW for both. */
    public static class OfFile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            write(TWO);
            return Map.of(
                    "causalgrid.grid.roles", "substation",
                    "causalgrid.grid.substation.id", "north",
                    "causalgrid.grid.substation.site", FILE.toString(),
                    "causalgrid.grid.substation.progress", "200ms",
                    "causalgrid.grid.substation.tick", "50ms");
        }
    }

    @BeforeEach
    void noSessionsAndTwoConnectors() {
        List<String> active = get("/v1/sessions?state=charging").jsonPath().getList("id");
        active.forEach(id -> delete("/v1/sessions/" + id).then().statusCode(204));
        write(TWO);
        await().atMost(PATIENCE).until(() -> connectors() == 2 && !isRefused());
    }

    @AfterAll
    static void noFile() throws IOException {
        Files.delete(FILE);
    }

    @Test
    void theFileSaysWhatThereIs() {
        get("/v1/substations").then().body("[0].connectors", equalTo(2)).body("[0].limitKw", equalTo(4.6f));
        String first = charge("a").then().statusCode(200).extract().header("Location");
        get(first).then().body("connector", equalTo("left")).body("requestedKwh", equalTo(9.0f));
        await().atMost(PATIENCE).until(() -> get(first).jsonPath().getDouble("grantedKw") == 3.68);

        charge("b").then().statusCode(200);
        charge("c").then().statusCode(503).body("connectors", equalTo(2));
        await().atMost(PATIENCE).until(() -> get(first).jsonPath().getDouble("grantedKw") == 2.3);
    }

    @Test
    void sessionsGoOnWhenConnectorsComeAndChangeTheirOrder() {
        String first = charge("a").header("Location");
        String second = charge("b").header("Location");

        write(connectors("new", "right", "left"));

        await().atMost(PATIENCE).until(() -> connectors() == 3);
        String third = charge("c").then().statusCode(200).extract().header("Location");
        Map<String, String> at = new HashMap<>();
        for (String session : List.of(first, second, third)) {
            get(session).then().body("state", equalTo("charging"));
            at.put(session, get(session).path("connector"));
        }
        assertThat(at).isEqualTo(Map.of(first, "left", second, "right", third, "new"));
        await().atMost(PATIENCE).until(() -> power() > 4.5 && power() <= 4.6 + 1e-9);
    }

    @Test
    void whatCannotBeUsedChangesNothing() {
        String session = charge("a").header("Location");

        write(TWO.replace("amps: 20", "amps: many"));

        await().atMost(PATIENCE).until(SiteTest::isRefused);
        assertThat(connectors()).isEqualTo(2);
        get(session).then().body("state", equalTo("charging"));
        charge("b").then().statusCode(200);
        write(connectors("left", "right", "third"));
        await().atMost(PATIENCE).until(() -> connectors() == 3 && !isRefused());
        get(session).then().body("state", equalTo("charging"));
    }

    @Test
    void aChangedSeriesIsAChangedSite() {
        String session = charge("a").header("Location");
        write("building.csv", building(1));
        write(TWO.replace("limits: [{amps: 20}]", "baseLoad: building.csv, limits: [{watts: 4000}]"));
        await().atMost(PATIENCE).until(() -> limit() == 3);

        write("building.csv", building(2));
        await().atMost(PATIENCE).until(() -> limit() == 2);

        write("building.csv", "time,kw\nnow,1\n");
        await().atMost(PATIENCE).until(SiteTest::isRefused);
        assertThat(limit()).isEqualTo(2);
        write("building.csv", building(0));
        await().atMost(PATIENCE).until(() -> limit() == 4 && !isRefused());
        get(session).then().body("state", equalTo("charging"));
    }

    private static String building(int kw) {
        return "time,kw%n2020-01-01 00:00,%d%n2020-01-02 00:00,%d%n".formatted(kw, kw);
    }

    private static double limit() {
        return get("/v1/substations").jsonPath().getDouble("[0].limitKw");
    }

    @Test
    void aConnectorInUseIsTakenAwayWhenItIsFree() {
        String session = charge("a").header("Location");

        write(connectors("right"));

        await().atMost(PATIENCE).until(SiteTest::isRefused);
        get(session).then().body("state", equalTo("charging")).body("connector", equalTo("left"));
        assertThat(connectors()).isEqualTo(2);
        delete(session).then().statusCode(204);
        await().atMost(PATIENCE).until(() -> connectors() == 1 && !isRefused());
    }

    private static Response charge(String vehicle) {
        return given().contentType("application/json")
                .body(Map.of("vehicle_id", vehicle))
                .post("/charge");
    }

    private static int connectors() {
        return get("/v1/substations").path("[0].connectors");
    }

    private static double power() {
        return get("/v1/substations").jsonPath().getDouble("[0].powerKw");
    }

    private static boolean isRefused() {
        return get("/metrics").asString().lines().anyMatch(line -> line.matches("grid_site_refused\\{.*} 1\\.0"));
    }

    private static String connectors(String... ids) {
        var text = new StringBuilder("""
                policy: equal-share
                defaults: {energyKwh: 9, maxPowerKw: 11}
                nodes: [{id: main, limits: [{amps: 20}]}]
                connectors:
                """);
        for (String id : ids) {
            text.append("- {id: %s, node: main, phases: A, volts: 230, currents: {minAmps: 6, maxAmps: 16}}%n"
                    .formatted(id));
        }
        return text.toString();
    }

    /** At once, as whoever edits a file that others read should. */
    private static void write(String text) {
        write(FILE.getFileName().toString(), text);
    }

    private static void write(String name, String text) {
        try {
            Files.createDirectories(FILE.getParent());
            Path written = Files.writeString(FILE.resolveSibling(name + ".new"), text);
            Files.move(
                    written,
                    FILE.resolveSibling(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
