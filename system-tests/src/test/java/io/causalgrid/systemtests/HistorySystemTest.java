package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import io.causalgrid.kv.core.history.CausalConsistencyChecker;
import io.causalgrid.kv.core.history.History;
import io.causalgrid.systemtests.Http.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Clients with tokens that hop between replicas which are killed, stopped and cut off; what they see is judged after. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class HistorySystemTest {
    private static final int CLIENTS = 6;
    private static final int KEYS = 5;

    private final LocalCluster cluster = Clusters.start(Set.of(Role.REPLICA));
    private final Replicas replicas = new Replicas(cluster, 3);
    private final History.Recorder recorder = new History.Recorder();
    private final AtomicBoolean over = new AtomicBoolean();

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void whatHoppingClientsSeeIsCausallyConsistentWhateverHappensToTheReplicas() {
        Crowd.of(CLIENTS + 1, client -> {
            if (client == CLIENTS) {
                causeTrouble();
            } else {
                new Client(client).run();
            }
            return client;
        });
        replicas.awaitConvergence();

        History history = recorder.history();
        long operations =
                history.sessions().stream().mapToLong(session -> session.size()).sum();
        System.out.println("History: " + operations + " operations in "
                + history.sessions().size() + " sessions");
        assertThat(operations).isGreaterThan(500);
        assertThat(CausalConsistencyChecker.checkCausalConvergence(history)).isEmpty();
    }

    private void causeTrouble() {
        try {
            pause(1_000);
            cluster.kill("node1");
            pause(500);
            cluster.start("node1");
            cluster.awaitReady(Clusters.START_PATIENCE);
            pause(1_000);
            replicas.isolate(0, true);
            pause(1_500);
            replicas.isolate(0, false);
            replicas.signal("STOP", 2);
            pause(1_500);
            replicas.signal("CONT", 2);
            pause(1_000);
            cluster.kill("node2");
            cluster.start("node2");
            cluster.awaitReady(Clusters.START_PATIENCE);
            pause(1_000);
        } finally {
            over.set(true);
        }
    }

    /** Trouble takes its time; there is nothing to wait for. */
    private static void pause(long millis) {
        await().pollDelay(Duration.ofMillis(millis))
                .atMost(Duration.ofMillis(millis + 10_000))
                .until(() -> true);
    }

    /** One after the other, each request at any replica, each with the token of the answer before. */
    private final class Client {
        private final int number;
        private final Random random;
        private History.Session session = recorder.session();
        private String token = "";
        private int written;

        Client(int number) {
            this.number = number;
            this.random = new Random(number);
        }

        void run() {
            while (!over.get()) {
                String key = "key" + random.nextInt(KEYS);
                int replica = random.nextInt(3);
                if (random.nextBoolean()) {
                    write(replica, key);
                } else {
                    read(replica, key);
                }
            }
        }

        private void write(int replica, String key) {
            String value = number + "-" + written++;
            try {
                Answer answer =
                        Http.post(replicas.url(replica), "/write", Map.of("key", key, "value", value), headers());
                if (answer.status() == 200) {
                    session.write(key, value);
                    token = answer.header("Causality-Token");
                }
            } catch (UncheckedIOException _) {
                session.writeOfUnknownOutcome(key, value);
                session = recorder.session(); // it may still land, after what this client does next
            }
        }

        private void read(int replica, String key) {
            try {
                Answer answer = Http.get(replicas.url(replica), "/get/" + key, headers());
                if (answer.status() == 200) {
                    JsonNode value = answer.body().path("value");
                    session.read(key, value.isNull() ? null : value.asText());
                    token = answer.header("Causality-Token");
                }
            } catch (UncheckedIOException _) {
                // the replica is gone, and nothing was seen
            }
        }

        private Map<String, String> headers() {
            return token.isEmpty() ? Map.of() : Map.of("Causality-Token", token, "Prefer", "wait=2");
        }
    }
}
