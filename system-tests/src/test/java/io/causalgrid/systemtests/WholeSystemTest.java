package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import io.causalgrid.systemtests.monitoring.Monitoring;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Everything that {@code ./causalgrid up} starts, seen through the browser and by Prometheus. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(240)
class WholeSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LocalCluster cluster = Clusters.start(EnumSet.allOf(Role.class));
    private final Replicas replicas = new Replicas(cluster, 3);

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    @Order(1)
    void theDashboardShowsAVectorChangeWithoutReloading() throws IOException {
        try (var browser = new Browser()) {
            browser.open(Clusters.url(cluster, "dashboard").toString());
            browser.awaitAttribute("stream-state", "data-state", "live");
            browser.awaitNumber("cell-node1-node0", 0);

            replicas.write(0, "x", "A");
            browser.awaitNumber("cell-node1-node0", written(0));

            browser.type("write-key", "y");
            browser.type("write-value", "from the browser");
            browser.click("write-submit");
            browser.awaitAttribute("outcome", "data-outcome", "done");
            browser.awaitNumber("cell-node2-node0", written(0));

            for (int vehicle = 0; vehicle < 8; vehicle++) {
                Http.post(Clusters.url(cluster, "gateway"), "/charge", Map.of("vehicle_id", vehicle));
            }
            browser.awaitAttribute("load-substation1", "data-sessions", "4");
            browser.awaitAttribute("agreement", "data-state", "identical");
            replicas.write(1, "greeting", "hello");
            replicas.write(2, "answer", "42");
            browser.awaitNumber("cell-node0-node2", written(2));
            browser.screenshot(Path.of(System.getProperty("causalgrid.root"), "system-tests/target/dashboard.png"));
        }
    }

    @Test
    @Order(2)
    void everyMetricOfBoardsAndRulesIsServedByARunningService() {
        List<URI> services = cluster.processes().stream()
                .filter(process -> process.spec().role() != Role.PROMETHEUS)
                .map(process -> process.url().resolve("/metrics"))
                .toList();

        assertThat(Monitoring.metricsNotServedBy(services)).isEmpty();
    }

    @Test
    @Order(3)
    void prometheusScrapesEveryProcess() {
        URI prometheus = Clusters.url(cluster, "prometheus");
        int services = cluster.processes().size() - 1;

        await().atMost(PATIENCE).untilAsserted(() -> {
            var targets =
                    Http.get(prometheus, "/api/v1/targets").body().path("data").path("activeTargets");
            assertThat(targets).hasSize(services);
            assertThat(targets)
                    .allSatisfy(
                            target -> assertThat(target.path("health").asText()).isEqualTo("up"));
        });
        assertThat(Http.get(prometheus, "/api/v1/rules").body().path("data").path("groups"))
                .isNotEmpty();
    }

    @Test
    @Order(4)
    void theDashboardSaysWhichReplicaAndSubstationAreDownAndWhenTheyAreBack() throws IOException {
        try (var browser = new Browser()) {
            browser.open(Clusters.url(cluster, "dashboard").toString());
            browser.awaitAttribute("replica-node1", "data-state", "up");

            cluster.kill("node1");
            cluster.kill("substation2");
            browser.awaitAttribute("replica-node1", "data-state", "unreachable");
            browser.awaitAttribute("substation-substation2", "data-state", "unreachable");

            cluster.start("node1");
            cluster.start("substation2");
            cluster.awaitReady(Clusters.START_PATIENCE);
            browser.awaitAttribute("replica-node1", "data-state", "up");
            browser.awaitAttribute("substation-substation2", "data-state", "up");
        }
        replicas.awaitConvergence();
    }

    /** How much a replica has written: what clients did, and what substations keep in the store. */
    private long written(int replica) {
        return replicas.cluster(replica).path("vectorClock").get(replica).asLong();
    }
}
