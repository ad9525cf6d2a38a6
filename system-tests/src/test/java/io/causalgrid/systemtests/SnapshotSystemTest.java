package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.cli.cluster.ClusterConfig;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Replicas that forget quickly, so that who comes back late needs a snapshot; one of them syncs at intervals only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class SnapshotSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int KEYS = 1_000;

    private final LocalCluster cluster = Clusters.start(Set.of(Role.REPLICA), SnapshotSystemTest::forgetful);
    private final Replicas replicas = new Replicas(cluster, 3);

    private static void forgetful(ClusterConfig.Builder config) {
        for (int replica = 0; replica < 3; replica++) {
            config.setting("node" + replica, "causalgrid.kv.log.segment-size", "16K")
                    .setting("node" + replica, "causalgrid.kv.state.buffer-size", "16K")
                    .setting("node" + replica, "causalgrid.kv.retention", "2s");
        }
        config.setting("node1", "causalgrid.kv.log.durability", "interval");
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void aReplicaWithAnEmptyDiskGetsASnapshotWhenTheLogsHaveForgotten() {
        fill("forgotten");
        awaitTruncated(0);
        awaitTruncated(1);
        cluster.kill("node2");
        Disks.delete(Clusters.dataDirectory(cluster, "node2"));

        cluster.start("node2");
        cluster.awaitReady(Clusters.START_PATIENCE);

        replicas.awaitConvergence();
        assertThat(replicas.cluster(2).path("keys").asLong()).isGreaterThanOrEqualTo(KEYS);
        assertThat(replicas.value(2, "forgotten7").asText()).startsWith("value 7 ");
    }

    /** Two sides that were apart for longer than the retention each have what the other's log has forgotten. */
    @Test
    void whatAReplicaWroteAloneSurvivesTheSnapshotThatItNeedsWhenItComesBack() {
        replicas.awaitConvergence();
        replicas.isolate(2, true);
        replicas.write(2, "written-alone", "yes");
        cluster.kill("node2");
        fill("meanwhile");
        awaitTruncated(0);
        awaitTruncated(1);

        cluster.start("node2");
        heal();
        cluster.awaitReady(Clusters.START_PATIENCE);

        replicas.awaitConvergence();
        for (int replica = 0; replica < 3; replica++) {
            assertThat(replicas.value(replica, "written-alone").asText()).isEqualTo("yes");
            assertThat(replicas.value(replica, "meanwhile7").asText()).startsWith("value 7 ");
        }
    }

    @Test
    void aReplicaThatSyncsAtIntervalsChangesItsIdentityAfterACrashOnly() {
        replicas.write(1, "interval", "first");
        String incarnation = incarnation();
        cluster.stop("node1");
        cluster.start("node1");
        cluster.awaitReady(Clusters.START_PATIENCE);
        assertThat(incarnation()).isEqualTo(incarnation);
        assertThat(replicas.value(1, "interval").asText()).isEqualTo("first");

        replicas.write(1, "interval", "second");
        replicas.awaitConvergence();
        cluster.kill("node1");
        cluster.start("node1");
        cluster.awaitReady(Clusters.START_PATIENCE);

        assertThat(incarnation()).isNotEqualTo(incarnation);
        assertThat(replicas.value(1, "interval").asText()).isEqualTo("second");
        replicas.write(1, "interval", "third");
        replicas.awaitConvergence();
        assertThat(replicas.value(0, "interval").asText()).isEqualTo("third");
    }

    private void fill(String prefix) {
        Crowd.of(8, client -> {
            for (int i = client; i < KEYS; i += 8) {
                replicas.write(i % 2, prefix + i, "value %d %s".formatted(i, "v".repeat(100)));
            }
            return client;
        });
    }

    private void awaitTruncated(int replica) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(document(replica).path("logBytes").asLong()).isLessThan(KEYS * 100L));
    }

    private void heal() {
        for (int replica = 0; replica < 2; replica++) {
            replicas.fault(replica, 2, Map.of());
        }
    }

    private String incarnation() {
        return document(1).path("incarnation").asText();
    }

    private JsonNode document(int replica) {
        return replicas.cluster(replica);
    }
}
