package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import io.causalgrid.kv.client.CausalGridClient;
import io.causalgrid.kv.client.error.WritesLostException;
import io.causalgrid.systemtests.Http.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The price of interval mode: a replica that accepts writes before they are durable, and its crash. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class LostWritesSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HASTY = "node2";

    private final LocalCluster cluster = Clusters.start(
            Set.of(Role.REPLICA), config -> config.setting(HASTY, "causalgrid.kv.log.durability", "interval")
                    .setting(HASTY, "causalgrid.kv.log.sync-interval", "1h"));
    private final Replicas replicas = new Replicas(cluster, 3);

    @AfterAll
    void stop() {
        cluster.close();
    }

    /** The crash of a machine loses what was written after the last sync; here the log is put back to what it was then. */
    @Test
    void aTokenOfALostWriteIsRefusedForGoodAsSoonAsAllAgreeThatItIsLost() {
        String token = loseAWrite();
        assertThat(problem(read(0, "lost", token))).as("while its site is down").isEqualTo("503 behind-token");
        start();

        for (int replica = 0; replica < 3; replica++) {
            awaitProblem(replica, token, "410 writes-lost");
        }
        replicas.fault(0, 1, Map.of("cut", true)); // each might have it, as far as the other can know
        try {
            assertThat(problem(read(0, "lost", token))).isEqualTo("503 behind-token");
            assertThat(problem(read(1, "lost", token))).isEqualTo("503 behind-token");
            awaitProblem(2, token, "410 writes-lost");
        } finally {
            replicas.fault(0, 1, Map.of());
        }
        awaitProblem(0, token, "410 writes-lost");
        try (var client =
                CausalGridClient.builder(replicas.url(0), replicas.url(1)).build()) {
            assertThatExceptionOfType(WritesLostException.class)
                    .isThrownBy(() -> client.session(token).get("lost"));
            client.session().put("lost", "written again");
        }
        replicas.awaitConvergence();
    }

    /** The system still writes what a process that is killed had handed to it. */
    @Test
    void theCrashOfTheProcessAloneLosesNothing() {
        replicas.awaitConvergence();
        String incarnation = incarnation();
        String token = write(2, "survives", "kill -9");

        cluster.kill(HASTY);
        start();

        assertThat(incarnation()).isNotEqualTo(incarnation);
        for (int replica = 0; replica < 3; replica++) {
            Answer answer = Http.get(
                    replicas.url(replica), "/v1/kv/survives", Map.of("Causality-Token", token, "Prefer", "wait=30"));
            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
            assertThat(answer.body().asText()).isEqualTo("kill -9");
        }
    }

    /**
     * Kills the hasty replica after a write, puts its log back, and gives the write's token. Once a minute a flush of the data
     * makes the log durable; if it comes in between, the others have the write, and another one is lost.
     */
    private String loseAWrite() {
        Path log = Clusters.dataDirectory(cluster, HASTY).resolve("log");
        for (int attempt = 0; attempt < 3; attempt++) {
            replicas.awaitConvergence();
            Path synced = log.resolveSibling("log-as-synced-" + attempt);
            Disks.copy(log, synced);
            String key = "lost-" + attempt;
            String token = write(2, key, "never synced");
            assertThat(read(2, key, token).status()).isEqualTo(200);
            cluster.kill(HASTY);
            Disks.delete(log);
            Disks.copy(synced, log);
            if (isAbsent(0, key) && isAbsent(1, key)) {
                return token;
            }
            start();
        }
        throw new AssertionError("what was written was sent at once, each time");
    }

    private boolean isAbsent(int replica, String key) {
        return Http.get(replicas.url(replica), "/v1/kv/" + key).status() == 404;
    }

    private void start() {
        cluster.start(HASTY);
        cluster.awaitReady(Clusters.START_PATIENCE);
    }

    private String write(int replica, String key, String value) {
        Answer answer = Http.putText(replicas.url(replica), "/v1/kv/" + key, value, Map.of());
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(204);
        return answer.header("Causality-Token");
    }

    private Answer read(int replica, String key, String token) {
        return Http.get(replicas.url(replica), "/v1/kv/" + key, Map.of("Causality-Token", token, "Prefer", "wait=0"));
    }

    private void awaitProblem(int replica, String token, String problem) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(problem(read(replica, "lost", token)))
                .isEqualTo(problem));
    }

    private static String problem(Answer answer) {
        String type = answer.body().path("type").asText();
        return answer.status() + " " + type.substring(type.lastIndexOf(':') + 1);
    }

    private String incarnation() {
        return replicas.cluster(2).path("incarnation").asText();
    }
}
