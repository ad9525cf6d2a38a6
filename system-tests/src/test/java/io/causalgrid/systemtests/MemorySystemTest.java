package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.cli.cluster.ClusterProcess;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Replicas with the usual heap, 256 MB, get more to do at once than would fit into it; one without room would end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class MemorySystemTest {
    private static final int VALUES = 60;
    private static final String VALUE = "v".repeat(100_000);

    private final LocalCluster cluster = Clusters.start(Set.of(Role.REPLICA));
    private final Replicas replicas = new Replicas(cluster, 3);
    private List<OptionalLong> processes = processes();

    @AfterEach
    void theyAllStillRun() {
        assertThat(processes()).isEqualTo(processes);
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void aReplicaCatchesUpWithMoreThanItsHeapHolds() {
        cluster.kill("node2");
        for (int batch = 0; batch < 50; batch++) {
            assertThat(writeBatch(0, "missed-" + batch)).isEqualTo(200);
        }

        cluster.start("node2");
        cluster.awaitReady(Clusters.START_PATIENCE);
        processes = processes();
        replicas.awaitConvergence();
    }

    /** Writes six megabytes in one transaction. */
    private int writeBatch(int replica, String name) {
        List<Map<String, String>> mutations = IntStream.range(0, VALUES)
                .mapToObj(number -> Map.of("key", name + "-" + number, "value", VALUE))
                .toList();
        return Http.post(replicas.url(replica), "/v1/batch/write", Map.of("mutations", mutations))
                .status();
    }

    private List<OptionalLong> processes() {
        return cluster.processes().stream().map(ClusterProcess::pid).toList();
    }
}
