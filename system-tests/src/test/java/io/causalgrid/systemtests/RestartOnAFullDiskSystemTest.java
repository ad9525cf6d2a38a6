package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.cli.cluster.ClusterConfig;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replica that missed a write while it was down, and comes back to a disk that counts as full. */
@Timeout(300)
class RestartOnAFullDiskSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 3;

    private final Path directory = Clusters.newDirectory();

    @Test
    void itServesWhatItHasAndNamesTheDiskOnce() throws IOException {
        runWithRoom();
        try (LocalCluster cluster = start("1000000G")) {
            URI node1 = Clusters.url(cluster, "node1");
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(linkOf(node1).path("failures").asInt()).isGreaterThanOrEqualTo(ATTEMPTS));

            assertThat(Http.get(node1, "/get/before").body().path("value").asText())
                    .isEqualTo("here");
            assertThat(Http.post(node1, "/write", Map.of("key", "new", "value", "x"))
                            .status())
                    .isEqualTo(507);
            assertThat(Http.get(node1, "/q/health/ready").body().toString())
                    .contains("what-is-degraded", "causalgrid.kv.log.min-free-space");
            assertThat(Http.get(node1, "/v1/cluster").body().path("hindrance").asText())
                    .contains("causalgrid.kv.log.min-free-space");
            assertThat(linkOf(node1).path("cause").asText()).contains("cannot take what it sends");
            assertThat(Files.readAllLines(cluster.process("node1").spec().logFile()))
                    .filteredOn(line -> line.contains("cannot take what it sends"))
                    .hasSize(1);
        }
    }

    private void runWithRoom() {
        try (LocalCluster cluster = start("0")) {
            assertThat(write(cluster, "before", "here")).isEqualTo(200);
            Path caughtUp = Clusters.dataDirectory(cluster, "node1").resolve("QUORUM");
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(Http.get(Clusters.url(cluster, "node1"), "/get/before")
                                .body()
                                .path("value")
                                .asText())
                        .isEqualTo("here");
                assertThat(caughtUp).exists();
            });
            cluster.stop("node1");
            assertThat(write(cluster, "missed", "there")).isEqualTo(200);
        }
    }

    private static int write(LocalCluster cluster, String key, String value) {
        return Http.post(Clusters.url(cluster, "node0"), "/write", Map.of("key", key, "value", value))
                .status();
    }

    private static JsonNode linkOf(URI node1) {
        return Http.get(node1, "/v1/cluster").body().path("members").path(0).path("link");
    }

    private LocalCluster start(String minFreeSpace) {
        ClusterConfig config = ClusterConfig.in(Path.of(System.getProperty("causalgrid.root")))
                .only(Set.of(Role.REPLICA))
                .replicas(2)
                .freePorts(new Random())
                .setting("node1", "causalgrid.kv.log.min-free-space", minFreeSpace)
                .build();
        LocalCluster cluster = LocalCluster.create(config, directory);
        try {
            cluster.start();
            cluster.awaitReady(Clusters.START_PATIENCE);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }
}
