package io.causalgrid.cli.cluster;

import static io.causalgrid.cli.cluster.ProcessStatus.State.READY;
import static io.causalgrid.cli.cluster.ProcessStatus.State.STARTING;
import static io.causalgrid.cli.cluster.ProcessStatus.State.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.causalgrid.cli.process.Role;
import io.causalgrid.cli.standin.StandInRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("processes") // starts stand-in processes: not for test --quick
class SpareReplicaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Path root = Path.of("");
    private Path state = Path.of("");
    private @Nullable LocalCluster opened;

    @BeforeEach
    void aRepository() throws IOException {
        root = StandInRepository.in(Files.createDirectory(directory.resolve("repository")));
        state = directory.resolve("state");
    }

    @AfterEach
    void nothingIsLeftRunning() {
        if (opened != null) {
            opened.close();
        }
    }

    @Test
    void aSpareReplicaIsStartedByNameOnly() {
        LocalCluster cluster = open(oneAndASpare(Set.of(Role.REPLICA)));

        cluster.start();
        cluster.awaitReady(PATIENCE);
        assertThat(cluster.status()).extracting(ProcessStatus::state).containsExactly(READY, STOPPED);

        cluster.start("node1");
        assertThat(cluster.awaitReadyOrOutside("node1", PATIENCE)).isTrue();
        assertThat(cluster.status()).extracting(ProcessStatus::state).containsExactly(READY, READY);
    }

    @Test
    void aSpareReplicaThatIsNoMemberIsNotWaitedForInVain() {
        LocalCluster cluster = open(oneAndASpare(Set.of(Role.REPLICA)).setting("node1", "standin.mode", "outside"));
        cluster.start();
        cluster.start("node1");

        assertThat(cluster.awaitReadyOrOutside("node1", PATIENCE)).isFalse();

        cluster.awaitReady(PATIENCE); // for the others only
        assertThat(cluster.status()).extracting(ProcessStatus::state).containsExactly(READY, STARTING);
    }

    @Test
    void prometheusScrapesASpareReplicaFromItsStartUntilItIsStopped() throws IOException {
        assumeThat(Prometheus.executable()).isPresent();
        LocalCluster cluster = open(oneAndASpare(Set.of(Role.REPLICA, Role.PROMETHEUS)));
        Path spares = state.resolve("prometheus-spares.json");
        assertThat(state.resolve("prometheus.yml"))
                .content()
                .contains(spares.toString())
                .doesNotContain("node1");
        assertThat(spares).hasContent("[]");

        cluster.start("node1");
        assertThat(spares)
                .content()
                .contains("\"instance\":\"node1\"")
                .contains("127.0.0.1:" + cluster.process("node1").url().getPort());

        cluster.kill("node1");
        assertThat(spares).content().contains("node1");

        cluster.start("node1");
        cluster.stop("node1");
        assertThat(spares).hasContent("[]");
    }

    private ClusterConfig.Builder oneAndASpare(Set<Role> roles) {
        return ClusterConfig.in(root).only(roles).replicas(1).spareReplicas(1);
    }

    private LocalCluster open(ClusterConfig.Builder config) {
        LocalCluster cluster =
                LocalCluster.create(config.freePorts(new SplittableRandom()).build(), state);
        opened = cluster;
        return cluster;
    }
}
