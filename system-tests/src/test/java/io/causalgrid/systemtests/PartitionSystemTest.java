package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import io.causalgrid.systemtests.Http.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What is promised of writes that are made while replicas are cut off: how many hold them, and that all of them count. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class PartitionSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int REPLICAS = 3;

    private final LocalCluster cluster = Clusters.start(Set.of(Role.REPLICA));
    private final Replicas replicas = new Replicas(cluster, REPLICAS);

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void aWriteThatThreeMustHoldIsNotSafeWhileOneOfThemIsStopped() {
        replicas.awaitConvergence();
        replicas.signal("STOP", 2);
        try {
            assertThat(writeHeldBy(2, "by-two", 30).status()).isEqualTo(204);
            awaitAcceptedHeldBy(2, "by-three");
            assertThat(value(1, "by-three")).isEqualTo("safe");
        } finally {
            replicas.signal("CONT", 2);
        }

        Answer healed = writeHeldBy(3, "by-three", 30);
        assertThat(healed.status()).isEqualTo(204);
        assertThat(healed.header("Replicas")).isEqualTo("3");
        assertThat(value(2, "by-three")).isEqualTo("safe");
    }

    @Test
    void aWriteThatTwoMustHoldIsNotSafeWhereAllLinksAreCut() {
        replicas.awaitConvergence();
        replicas.isolate(0, true);
        try {
            awaitAcceptedHeldBy(1, "alone");
            assertThat(Http.get(replicas.url(1), "/v1/kv/alone").status()).isEqualTo(404);
        } finally {
            replicas.isolate(0, false);
        }

        Answer healed = writeHeldBy(2, "alone", 30);
        assertThat(healed.status()).isEqualTo(204);
        assertThat(healed.header("Replicas")).isEqualTo("2");
        replicas.awaitConvergence();
        assertThat(value(1, "alone")).isEqualTo("safe");
    }

    @Test
    void whatIsCountedOnAllSidesOfACutIsCountedOnce() {
        int clientsOfEach = 4;
        int times = 10;
        cutAll(true);
        try {
            Crowd.of(REPLICAS * clientsOfEach, client -> {
                for (int i = 0; i < times; i++) {
                    add(client % REPLICAS, "visits", 1 + client % REPLICAS);
                }
                return client;
            });
            for (int replica = 0; replica < REPLICAS; replica++) {
                assertThat(count(replica, "visits")).isEqualTo((long) clientsOfEach * times * (1 + replica));
            }
        } finally {
            cutAll(false);
        }

        replicas.awaitConvergence();
        long all = (long) clientsOfEach * times * (1 + 2 + 3);
        for (int replica = 0; replica < REPLICAS; replica++) {
            assertThat(count(replica, "visits")).isEqualTo(all);
        }
    }

    @Test
    void whatIsAddedOnOneSideOfACutSurvivesItsRemovalOnTheOther() {
        for (String element : List.of("kept", "gone", "again")) {
            assertThat(putElement(0, element)).isEqualTo(204);
        }
        replicas.awaitConvergence();
        replicas.isolate(0, true);
        try {
            for (String element : List.of("gone", "again")) {
                assertThat(Http.delete(replicas.url(0), "/v1/sets/guests/elements/" + element)
                                .status())
                        .isEqualTo(204);
            }
            assertThat(putElement(1, "again")).isEqualTo(204);
            assertThat(putElement(2, "new")).isEqualTo(204);
            assertThat(elements(0)).containsExactly("kept");
            assertThat(elements(1)).contains("again", "gone", "kept");
        } finally {
            replicas.isolate(0, false);
        }

        replicas.awaitConvergence();
        for (int replica = 0; replica < REPLICAS; replica++) {
            assertThat(elements(replica)).containsExactly("again", "kept", "new");
        }
    }

    /** The same write each time, known by its id: so it is counted again who holds it, as often as it takes. */
    private void awaitAcceptedHeldBy(int members, String key) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Answer answer = writeHeldBy(members + 1, key, 1);
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.header("Replicas")).isEqualTo(Integer.toString(members));
        });
    }

    private Answer writeHeldBy(int members, String key, int waitSeconds) {
        return Http.putText(
                replicas.url(0),
                "/v1/kv/" + key,
                "safe",
                Map.of(
                        "Min-Replicas",
                        Integer.toString(members),
                        "Idempotency-Key",
                        "write-of-" + key,
                        "Prefer",
                        "wait=" + waitSeconds));
    }

    private String value(int replica, String key) {
        return Http.get(replicas.url(replica), "/v1/kv/" + key).body().asText();
    }

    private void add(int replica, String counter, long delta) {
        Answer answer = Http.post(replicas.url(replica), "/v1/counters/" + counter + "/add", Map.of("delta", delta));
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    }

    private long count(int replica, String counter) {
        return Http.get(replicas.url(replica), "/v1/counters/" + counter)
                .body()
                .path("value")
                .asLong();
    }

    private int putElement(int replica, String element) {
        return Http.putText(replicas.url(replica), "/v1/sets/guests/elements/" + element, "", Map.of())
                .status();
    }

    private List<String> elements(int replica) {
        return Http.get(replicas.url(replica), "/v1/sets/guests")
                .body()
                .path("elements")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private void cutAll(boolean cut) {
        IntStream.range(0, REPLICAS).forEach(replica -> replicas.isolate(replica, cut));
    }
}
