package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.demo.ChargingDemo;
import io.causalgrid.cli.demo.DemoReport;
import io.causalgrid.cli.process.Role;
import io.causalgrid.systemtests.Http.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Gateway, balancer, two substations and their store as processes. The order matters: loads add up from test to test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(240)
class ChargingSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LocalCluster cluster =
            Clusters.start(Set.of(Role.REPLICA, Role.GATEWAY, Role.BALANCER, Role.SUBSTATION));
    private final URI gateway = Clusters.url(cluster, "gateway");

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void theChargingScenarioGivesTenAndTenAlternating() {
        DemoReport report = new ChargingDemo(gateway, Clusters.SILENT).play();

        assertThat(report.fresh()).isTrue();
        assertThat(report.passed()).as("%s", report).isTrue();
        assertThat(load("substation1")).isEqualTo(10);
        assertThat(load("substation2")).isEqualTo(10);
    }

    @Test
    @Order(2)
    void sixtyFourClientsAtOnceSplitEvenly() {
        var statuses = Crowd.of(64, client -> charge("crowd-" + client).status());

        assertThat(statuses).containsOnly(200);
        assertThat(load("substation1") + load("substation2")).isEqualTo(20 + 64);
        assertThat(Math.abs(load("substation1") - load("substation2"))).isLessThanOrEqualTo(1);
    }

    @Test
    @Order(3)
    void theSameIdempotencyKeyMakesOneSession() {
        int before = load("substation1") + load("substation2");

        var answers = Crowd.of(
                8, _ -> Http.post(gateway, "/charge", Map.of("vehicle_id", 7), Map.of("Idempotency-Key", "once"))
                        .body());

        assertThat(Set.copyOf(answers)).hasSize(1);
        assertThat(load("substation1") + load("substation2")).isEqualTo(before + 1);
    }

    @Test
    @Order(4)
    void aKilledSubstationIsSkippedAndTakesPartAgainWhenItIsBack() {
        cluster.kill("substation1");

        for (int i = 0; i < 10; i++) {
            Answer answer = charge("during-" + i);
            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
            assertThat(answer.body().path("routed_to").asText())
                    .isEqualTo(Clusters.url(cluster, "substation2").toString());
        }
        await().atMost(PATIENCE).until(() -> state("substation1").equals("down"));

        cluster.start("substation1");
        cluster.awaitReady(Clusters.START_PATIENCE);
        await().atMost(PATIENCE).until(() -> state("substation1").equals("up"));
        await().atMost(PATIENCE).until(() -> charge("after")
                .body()
                .path("routed_to")
                .asText()
                .equals(Clusters.url(cluster, "substation1").toString()));
    }

    @Test
    @Order(5)
    void withNoSubstationAliveTheAnswerIsAProblemSoon() {
        cluster.kill("substation1");
        cluster.kill("substation2");
        long begun = System.nanoTime();

        Answer answer = charge("nobody");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("never a hang")
                .isLessThan(PATIENCE);
    }

    private Answer charge(String vehicle) {
        return Http.post(gateway, "/charge", Map.of("vehicle_id", vehicle));
    }

    private int load(String substation) {
        JsonNode own =
                Http.get(Clusters.url(cluster, substation), "/v1/substations").body();
        return own.get(0).path("activeSessions").asInt();
    }

    private String state(String substation) {
        for (JsonNode one : Http.get(gateway, "/v1/substations").body()) {
            if (one.path("id").asText().equals(substation)) {
                return one.path("state").asText();
            }
        }
        return "unknown";
    }
}
