package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import io.causalgrid.systemtests.Http.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Three replicas as processes that are killed, lose their disks, and go back in time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class DurabilitySystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LocalCluster cluster = Clusters.start(Set.of(Role.REPLICA));
    private final Replicas replicas = new Replicas(cluster, 3);

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void whatWasAcknowledgedSurvivesTheDeathOfTheWholeClusterInTheMiddleOfWriting() {
        List<String> acknowledged = writeWhileAllDie();

        startAll();
        replicas.awaitConvergence();
        for (int replica = 0; replica < 3; replica++) {
            JsonNode store = replicas.status(replica).path("store");
            assertThat(acknowledged)
                    .allSatisfy(key -> assertThat(store.has(key)).as(key).isTrue());
        }
    }

    @Test
    void aKilledReplicaGoesOnUnderItsOldIdentityAndCountsOn() {
        replicas.write(1, "counted", "before");
        List<Long> before = replicas.awaitConvergence();
        String incarnation = incarnation(1);

        cluster.kill("node1");
        start("node1");

        assertThat(incarnation(1)).isEqualTo(incarnation);
        assertThat(replicas.value(1, "counted").asText()).isEqualTo("before");
        replicas.write(1, "counted", "after");
        assertThat(replicas.awaitConvergence().get(1)).isEqualTo(before.get(1) + 1);
    }

    @Test
    void aReplicaThatLostItsDiskComesBackUnderANewIdentityWithAllData() {
        replicas.write(2, "kept-by-the-others", "yes");
        List<Long> before = replicas.awaitConvergence();
        String incarnation = incarnation(2);

        cluster.kill("node2");
        Disks.delete(data(2));
        start("node2");

        assertThat(incarnation(2)).isNotEqualTo(incarnation);
        assertThat(replicas.value(2, "kept-by-the-others").asText()).isEqualTo("yes");
        replicas.write(2, "kept-by-the-others", "again");
        assertThat(replicas.awaitConvergence().get(2)).isEqualTo(before.get(2) + 1);
    }

    @Test
    void aReplicaWhoseDiskWasSetBackNoticesAndUsesNoDotTwice() {
        replicas.write(0, "seen", "first");
        replicas.awaitConvergence();
        cluster.stop("node0");
        Path copy = data(0).resolveSibling("copy-of-node0");
        Disks.copy(data(0), copy);
        start("node0");
        replicas.write(0, "seen", "second");
        List<Long> before = replicas.awaitConvergence();
        String incarnation = incarnation(0);

        cluster.kill("node0");
        Disks.delete(data(0));
        Disks.copy(copy, data(0));
        start("node0");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(incarnation(0)).isNotEqualTo(incarnation));
        assertThat(replicas.value(0, "seen").asText()).isEqualTo("second");
        replicas.write(0, "seen", "third");
        assertThat(replicas.awaitConvergence().get(0)).isEqualTo(before.get(0) + 1);
        assertThat(replicas.value(1, "seen").asText()).isEqualTo("third");
    }

    @Test
    void aBackupIsMadeWhileWritesGoOnAndStartsUnderANewIdentity() {
        replicas.write(1, "in-the-backup", "yes");
        var writing = new AtomicBoolean(true);
        List<Object> done = Crowd.of(2, client -> {
            if (client == 0) {
                for (int i = 0; writing.get(); i++) {
                    replicas.write(1, "meanwhile", "value " + i);
                }
                return "written";
            }
            try {
                return Http.post(replicas.url(1), "/v1/cluster/backup", Map.of("name", "tested"));
            } finally {
                writing.set(false);
            }
        });
        var backup = (Answer) done.getLast();
        assertThat(backup.status()).as("%s", backup.body()).isEqualTo(200);
        replicas.awaitConvergence();
        String incarnation = incarnation(1);

        cluster.kill("node1");
        Disks.delete(data(1));
        Disks.copy(Path.of(backup.body().path("path").asText()), data(1));
        start("node1");

        assertThat(incarnation(1)).isNotEqualTo(incarnation);
        replicas.awaitConvergence();
        assertThat(replicas.value(1, "in-the-backup").asText()).isEqualTo("yes");
        assertThat(replicas.value(1, "meanwhile")).isEqualTo(replicas.value(0, "meanwhile"));
        assertThat(Http.post(replicas.url(2), "/v1/cluster/backup", Map.of("name", "../elsewhere"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aSecondProcessOnTheSameDirectoryIsRefusedWithAClearText() throws IOException {
        List<String> command = new ArrayList<>(cluster.process("node0").spec().command());
        command.replaceAll(
                argument -> argument.startsWith("-Dquarkus.http.port=") ? "-Dquarkus.http.port=0" : argument);
        var second = new ProcessBuilder(command)
                .directory(cluster.process("node0").spec().workingDirectory().toFile())
                .redirectErrorStream(true)
                .start();

        String output = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(second.onExit().join().exitValue()).isNotZero();
        assertThat(output).contains(data(0).toString()).contains("is in use by process");
        replicas.write(0, "undisturbed", "yes");
    }

    private List<String> writeWhileAllDie() {
        var dead = new AtomicBoolean();
        List<List<String>> acknowledged = Crowd.of(7, client -> {
            if (client == 6) {
                await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
                for (int replica = 0; replica < 3; replica++) {
                    cluster.kill("node" + replica);
                }
                dead.set(true);
                return List.of();
            }
            var keys = new ArrayList<String>();
            for (int i = 0; !dead.get(); i++) {
                String key = "client%d-%d".formatted(client, i % 100);
                try {
                    if (Http.post(replicas.url(client % 3), "/write", Map.of("key", key, "value", "v" + i))
                                    .status()
                            == 200) {
                        keys.add(key);
                    }
                } catch (UncheckedIOException _) {
                    break; // it is dead
                }
            }
            return keys;
        });
        return acknowledged.stream().flatMap(List::stream).distinct().toList();
    }

    private void startAll() {
        for (int replica = 0; replica < 3; replica++) {
            cluster.start("node" + replica);
        }
        cluster.awaitReady(Clusters.START_PATIENCE);
    }

    private void start(String name) {
        cluster.start(name);
        cluster.awaitReady(Clusters.START_PATIENCE);
    }

    private String incarnation(int replica) {
        return replicas.cluster(replica).path("incarnation").asText();
    }

    private Path data(int replica) {
        return Clusters.dataDirectory(cluster, "node" + replica);
    }
}
