package io.causalgrid.cli.cluster;

import static io.causalgrid.cli.cluster.ProcessStatus.State.READY;
import static io.causalgrid.cli.cluster.ProcessStatus.State.STARTING;
import static io.causalgrid.cli.cluster.ProcessStatus.State.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.causalgrid.cli.process.ProcessIdentity;
import io.causalgrid.cli.process.Role;
import io.causalgrid.cli.standin.StandInRepository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("processes") // starts stand-in processes: not for test --quick
class LocalClusterTest {

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
    void everyProcessStartsAndBecomesReady() {
        LocalCluster cluster = open(ClusterConfig.in(root));

        cluster.start();
        cluster.awaitReady(PATIENCE);

        assertThat(cluster.status())
                .extracting(ProcessStatus::name)
                .containsExactly(
                        "node0", "node1", "node2", "gateway", "balancer", "substation1", "substation2", "dashboard");
        assertThat(cluster.status()).allSatisfy(process -> {
            assertThat(process.state()).isEqualTo(READY);
            assertThat(process.pid()).isNotNull();
        });
    }

    @Test
    void aLaterCommandFindsTheClusterAndStartsOnlyWhatIsMissing() {
        started(replicas(3));
        LocalCluster later =
                LocalCluster.existing(state, ClusterListener.SILENT).orElseThrow();
        List<Long> before = pids(later);
        later.kill("node1");

        later.start();

        List<Long> after = pids(later);
        assertThat(after.get(0)).isEqualTo(before.get(0));
        assertThat(after.get(1)).isNotEqualTo(before.get(1));
        assertThat(after.get(2)).isEqualTo(before.get(2));
    }

    @Test
    void twoStartsAtOnceStartEachProcessOnce() throws IOException {
        LocalCluster one = open(replicas(2));
        LocalCluster other =
                LocalCluster.existing(state, ClusterListener.SILENT).orElseThrow();

        CompletableFuture.allOf(CompletableFuture.runAsync(one::start), CompletableFuture.runAsync(other::start))
                .join();

        one.awaitReady(PATIENCE);
        assertThat(state.resolve("data/node0/starts")).hasContent("one more");
        assertThat(state.resolve("data/node1/starts")).hasContent("one more");
    }

    @Test
    void aProcessHasASessionOfItsOwnSoThatCtrlCDoesNotReachIt() throws IOException {
        LocalCluster cluster = started(replicas(1));

        long pid = cluster.process("node0").pid().orElseThrow();

        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String session = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
        assertThat(session).isEqualTo(Long.toString(pid));
    }

    @Test
    void stopLetsAProcessFinishAndKillDoesNot() {
        LocalCluster cluster = started(replicas(2));

        cluster.stop("node0");
        cluster.kill("node1");

        assertThat(cluster.status()).extracting(ProcessStatus::state).containsExactly(STOPPED, STOPPED);
        assertThat(cluster.status()).extracting(ProcessStatus::pid).containsOnlyNulls();
        assertThat(cluster.process("node0").log().tail(1).lines()).containsExactly("goodbye");
        assertThat(cluster.process("node1").log().tail(100).lines()).doesNotContain("goodbye");
    }

    /** The last that a stand-in writes into its log is its goodbye. */
    @Test
    void replicasAreStoppedWhenTheSubstationsHaveEnded() throws IOException {
        LocalCluster cluster = started(ClusterConfig.in(root).only(Set.of(Role.REPLICA, Role.SUBSTATION)));

        cluster.stop();

        FileTime node0 = Files.getLastModifiedTime(state.resolve("logs/node0.log"));
        assertThat(List.of("substation1", "substation2"))
                .allSatisfy(name -> assertThat(Files.getLastModifiedTime(state.resolve("logs/" + name + ".log")))
                        .isLessThan(node0));
    }

    @Test
    void aProcessStartsAgainWithItsData() {
        LocalCluster cluster = started(replicas(1));
        cluster.kill("node0");

        cluster.start("node0");
        cluster.awaitReady(Set.of("node0"), PATIENCE);

        assertThat(state.resolve("data/node0/starts")).hasContent("one more\none more");
    }

    @Test
    void stopSaysWhenAProcessDoesNotEndAndKillEndsIt() {
        LocalCluster cluster = started(replicas(1).setting("node0", "standin.mode", "deaf"));

        assertThatThrownBy(() -> cluster.stop("node0", Duration.ofMillis(500)))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("node0 has not ended")
                .hasMessageContaining("kill node0");
        assertThat(cluster.process("node0").isRunning()).isTrue();

        cluster.kill("node0");

        assertThat(cluster.process("node0").isRunning()).isFalse();
    }

    @Test
    void aPortInUseIsNamedWithItsHolderBeforeAnythingStarts() throws IOException {
        LocalCluster cluster = open(replicas(2));
        try (ServerSocket _ = listeningAt(cluster.process("node1").url().getPort())) {
            assertThatThrownBy(cluster::start)
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining(
                            "Port " + cluster.process("node1").url().getPort())
                    .hasMessageContaining("node1")
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--replica-base-port");
        }
        assertThat(cluster.isRunning()).isFalse();
        assertThat(state.resolve("data/node0/starts")).doesNotExist();
    }

    @Test
    void twoProcessesAreNotGivenTheSamePort() {
        ClusterConfig config = replicas(3)
                .ports(new Ports(18_000, 18_010, 18_002, 18_021, 18_022, 18_023))
                .build();
        ClusterConfig clash = new ClusterConfig(
                config.root(),
                config.applications(),
                3,
                0,
                2,
                0,
                Set.of(Role.REPLICA, Role.GATEWAY),
                true,
                config.ports(),
                Map.of());

        assertThatThrownBy(() -> LocalCluster.create(clash, state))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("node2 and gateway cannot both listen at port 18002");
    }

    @Test
    void aKilledProcessHasGivenUpItsPortWhenKillReturns() {
        LocalCluster cluster = started(replicas(1));

        for (int round = 0; round < 5; round++) {
            cluster.kill("node0");
            cluster.start("node0");
            cluster.awaitReady(Set.of("node0"), PATIENCE);
        }

        assertThat(state.resolve("data/node0/starts")).content().hasLineCount(6);
    }

    @Test
    void aProcessThatDiesWhileStartingIsReportedAtOnceWithItsLastWords() {
        LocalCluster cluster = open(replicas(2).setting("node1", "standin.mode", "dies"));
        cluster.start();

        assertThatThrownBy(() -> cluster.awaitReady(PATIENCE))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("node1 has ended before it was ready")
                .hasMessageContaining("I cannot go on like this");
    }

    @Test
    void waitingForReadinessEndsAfterItsTime() {
        LocalCluster cluster = open(replicas(1).setting("node0", "standin.mode", "never-ready"));
        cluster.start();

        assertThatThrownBy(() -> cluster.awaitReady(Duration.ofSeconds(1)))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("Not ready after 1 s: node0");
        assertThat(cluster.status()).extracting(ProcessStatus::state).containsExactly(STARTING);
    }

    @Test
    void aRecordedPidThatBelongsToSomebodyElseNowIsNeitherShownNorKilled() {
        LocalCluster cluster = started(replicas(1));
        cluster.kill("node0");
        ClusterFile file = ClusterFile.in(state);
        ProcessIdentity stale = new ProcessIdentity(ProcessHandle.current().pid(), "before the machine was started");
        file.write(file.read().orElseThrow().withStarted("node0", stale));

        cluster.kill("node0"); // would end these tests
        cluster.stop();

        assertThat(cluster.status().getFirst().state()).isEqualTo(STOPPED);
        assertThat(cluster.status().getFirst().pid()).isNull();
    }

    @Test
    void anotherClusterIsNotSetUpWhereOneRuns() {
        started(replicas(1));

        assertThatThrownBy(() -> LocalCluster.create(replicas(2).build(), state))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("is running from");
    }

    @Test
    void theSecretReachesTheReplicasAndIsReadableForItsOwnerOnly() throws IOException {
        LocalCluster cluster = started(replicas(1));

        Path secret = ClusterSecret.fileIn(state);
        assertThat(Files.getPosixFilePermissions(secret)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(cluster.process("node0").log().tail(1).lines()).containsExactly("listening, secret of length 64");
        assertThat(state.resolve("cluster.json"))
                .content()
                .doesNotContain(Files.readString(secret).strip());
    }

    @Test
    void stoppingAllKillsWhatDoesNotEnd() {
        LocalCluster cluster = started(replicas(2));

        cluster.stop();

        assertThat(cluster.isRunning()).isFalse();
        assertThat(cluster.process("node0").log().tail(1).lines()).containsExactly("goodbye");
    }

    @Test
    void aProcessThatDoesNotExistIsAnsweredWithThoseThatDo() {
        LocalCluster cluster = open(replicas(2));

        assertThatThrownBy(() -> cluster.start("nodeX"))
                .isInstanceOf(ClusterException.class)
                .hasMessage("There is no process 'nodeX'; there are node0, node1");
    }

    @Test
    void aServiceThatIsNotBuiltIsNamed() throws IOException {
        Files.delete(Applications.runnable(root, "kv-service"));

        assertThatThrownBy(() -> Applications.copy(root, state, ClusterListener.SILENT))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("kv-service is not built");
    }

    private ClusterConfig.Builder replicas(int count) {
        return ClusterConfig.in(root).only(Set.of(Role.REPLICA)).replicas(count);
    }

    private LocalCluster open(ClusterConfig.Builder config) {
        LocalCluster cluster =
                LocalCluster.create(config.freePorts(new SplittableRandom()).build(), state);
        opened = cluster;
        return cluster;
    }

    private LocalCluster started(ClusterConfig.Builder config) {
        LocalCluster cluster = open(config);
        cluster.start();
        cluster.awaitReady(PATIENCE);
        // The stand-in says so only after it listens.
        cluster.processes().forEach(process -> await().until(
                        () -> !process.log().tail(1).lines().isEmpty()));
        return cluster;
    }

    private static List<Long> pids(LocalCluster cluster) {
        return cluster.processes().stream()
                .map(process -> process.pid().orElseThrow())
                .toList();
    }

    private static ServerSocket listeningAt(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
    }
}
