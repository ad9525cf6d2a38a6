package io.causalgrid.dashboard.page;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.causalgrid.dashboard.page.StubCluster.Stubs;
import io.causalgrid.dashboard.page.StubService.Reply;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StubCluster.class)
@NullUnmarked // the stubs are injected
class DashboardTest {
    Stubs stubs;

    @Test
    void thePageShowsTheNewestStateUnderAStrictContentSecurityPolicy() {
        stubs.report(0, 11, 0);
        awaitState("replicas[0].cells[0].value", 11);

        when().get("/")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("script-src 'self'"))
                .header("Content-Security-Policy", not(containsString("unsafe")))
                .header("X-Content-Type-Options", "nosniff")
                .body(containsString(
                        "data-testid=\"cell-node0-node0\" data-behind=\"0\"><span class=\"value\">11</span>"));
    }

    @Test
    void aReplicaThatIsBehindIsShownSo() {
        stubs.report(0, 30, 5);
        stubs.report(1, 28, 5);

        awaitState("replicas[1].cells[0].behind", 2);
        awaitState("agreement.state", "converging");
        when().get("/").then().body(containsString("<span class=\"lag\">2 behind</span>"));

        stubs.report(1, 30, 5);
        awaitState("agreement.state", "identical");
    }

    @Test
    void aReplicaThatDiesIsShownAsUnreachableAndComesBackByItself() {
        stubs.replica(1).stop();
        awaitState("replicas[1].reach.state", "unreachable");
        when().get("/").then().statusCode(200).body(containsString("data-testid=\"unreachable-node1\""));

        stubs.replica(1).start();
        awaitState("replicas[1].reach.state", "up");
        when().get("/").then().body(not(containsString("data-testid=\"unreachable-node1\"")));
    }

    @Test
    void aGatewayThatDiesIsShownAsUnreachableAndComesBackByItself() {
        awaitState("charging.gateway.state", "up");
        stubs.gateway().stop();
        awaitState("charging.gateway.state", "unreachable");
        when().get("/").then().body(containsString("data-testid=\"gateway-down\""));
        form("charge", "vehicle", "7").then().statusCode(502).body(containsString("connection refused"));

        stubs.gateway().start();
        awaitState("charging.gateway.state", "up");
    }

    @Test
    void theSubstationsLoadsAreShown() {
        stubs.gateway()
                .reply(
                        "GET /v1/substations",
                        Reply.json("[" + StubCluster.substation("substation1", "up", 10) + ","
                                + StubCluster.substation("substation2", "down", 3) + "]"));

        awaitState("charging.substations[0].activeSessions", 10);
        awaitState("charging.substations[1].reach.state", "unreachable");
        when().get("/")
                .then()
                .body(containsString("data-testid=\"load-substation1\" data-sessions=\"10\""))
                .body(containsString("10 of 200 connectors in use"));
    }

    @Test
    void whatIsNotSubstationsCountsAsAGatewayThatFails() {
        stubs.gateway().reply("GET /v1/substations", Reply.json("\"nonsense\""));
        awaitState("charging.gateway.state", "unreachable");

        stubs.gateway().reply("GET /v1/substations", Reply.json("[]"));
        awaitState("charging.gateway.state", "up");
    }

    @Test
    void keysInEventsAreEscaped() {
        stubs.replica(0)
                .push(
                        "{\"type\":\"write\",\"site\":\"node0\",\"key\":\"<script>alert(1)</script>\",\"vectorClock\":[1,0]}");
        awaitState("events.find { it.kind == 'write' }.source", "node0");

        when().get("/")
                .then()
                .body(containsString("&lt;script&gt;alert(1)&lt;/script&gt;"))
                .body(not(containsString("<script>alert")));
    }

    @Test
    void sessionsAreSaidInWordsAndMalformedEventsDoNoHarm() {
        stubs.gateway().push("not json");
        stubs.gateway()
                .push(
                        "{\"type\":\"session\",\"session\":{\"vehicleId\":\"v<1>\",\"substation\":\"substation1\",\"state\":\"charging\"}}");

        awaitState("events.find { it.kind == 'session' }.text", "vehicle v<1>: charging");
    }

    @Test
    void theReadinessDoesNotDependOnOthers() {
        stubs.replica(0).stop();
        awaitState("replicas[0].reach.state", "unreachable");
        when().get("/q/health/ready").then().statusCode(200);
        stubs.replica(0).start();
        awaitState("replicas[0].reach.state", "up");
    }

    @Test
    void metricsSayWhoIsUp() {
        awaitState("replicas[0].reach.state", "up");

        when().get("/metrics")
                .then()
                .body(containsString("dashboard_replica_up{replica=\"node0\"} 1.0"))
                .body(containsString("dashboard_browsers "))
                .body(containsString("dashboard_events_total{source=\"node0\",type=\"cluster\"}"));
    }

    @Test
    void anUnknownPathIsAProblem() {
        when().get("/nowhere").then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void theVendoredFilesAreServed() {
        when().get("/vendor/htmx/htmx.min.js").then().statusCode(200);
        when().get("/vendor/pico/pico.min.css").then().statusCode(200).body(containsString("Pico CSS"));
        when().get("/dashboard.js").then().statusCode(200);
    }

    private static Response form(String name, String... fields) {
        var request = given();
        for (int index = 0; index < fields.length; index += 2) {
            request = request.formParam(fields[index], fields[index + 1]);
        }
        return request.post("/forms/" + name);
    }

    private static void awaitState(String path, Object expected) {
        await().untilAsserted(() -> {
            Object found = JsonPath.from(when().get("/v1/dashboard").asString()).get(path);
            assertThat(found).isEqualTo(expected);
        });
    }
}
