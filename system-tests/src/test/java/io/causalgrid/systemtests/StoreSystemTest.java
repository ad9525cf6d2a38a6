package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.demo.CausalDemo;
import io.causalgrid.cli.demo.DemoReport;
import io.causalgrid.cli.process.Role;
import io.causalgrid.systemtests.Http.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Three replicas as processes, and the five faults of the naive store that ours must not have. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(240)
class StoreSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LocalCluster cluster = Clusters.start(Set.of(Role.REPLICA));
    private final Replicas replicas = new Replicas(cluster, 3);

    @AfterAll
    void stop() {
        cluster.close();
    }

    @BeforeAll
    void writesTravelFromTheStart() {
        assertThat(replicas.awaitConvergence()).containsExactly(0L, 0L, 0L);
    }

    @Test
    @Order(1) // needs the cluster fresh
    void theCausalScenarioGivesExactlyTheReferenceDocuments() {
        DemoReport report = new CausalDemo(Clusters.urls(cluster, Role.REPLICA), Clusters.SILENT).play();

        assertThat(report.fresh()).isTrue();
        assertThat(report.passed()).as("%s", report).isTrue();
    }

    /** Fault (a): concurrent writes at one replica that carry the same clock, and stop replication. */
    @Test
    void eightClientsForEightSecondsGetClocksOfTheirOwnAndReplicationGoesOn() {
        long before = sum(replicas.awaitConvergence());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);

        long written = Crowd.of(8, client -> {
                    long count = 0;
                    while (System.nanoTime() < end) {
                        replicas.write(client % 3, "contended" + client % 4, "by " + client);
                        count++;
                    }
                    return count;
                })
                .stream()
                .mapToLong(Long::longValue)
                .sum();

        assertThat(sum(replicas.awaitConvergence())).isEqualTo(before + written);
    }

    /** Fault (b): a lost message that wedges its sender's stream. */
    @Test
    void whatIsWrittenWhileALinkIsCutArrivesWhenItHeals() {
        replicas.isolate(0, true);
        try {
            for (int i = 0; i < 50; i++) {
                replicas.write(0, "cut-off", "inside " + i);
                replicas.write(1, "outside", "outside " + i);
            }
            assertThat(replicas.value(2, "cut-off").isNull()).isTrue();
        } finally {
            replicas.isolate(0, false);
        }

        replicas.awaitConvergence();
        assertThat(replicas.value(2, "cut-off").asText()).isEqualTo("inside 49");
        assertThat(replicas.value(0, "outside").asText()).isEqualTo("outside 49");
    }

    @Test
    void writesReachAPeerThroughAThirdReplicaWhenTheirOwnLinkIsCut() {
        replicas.fault(0, 2, Map.of("cut", true));
        replicas.fault(2, 0, Map.of("cut", true));
        try {
            replicas.write(0, "roundabout", "from 0");

            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(replicas.value(2, "roundabout").asText()).isEqualTo("from 0"));
        } finally {
            replicas.fault(0, 2, Map.of());
            replicas.fault(2, 0, Map.of());
        }
    }

    /** Fault (c): concurrent writes to one key that leave replicas different for ever. */
    @Test
    void concurrentWritesToOneKeyLeaveAllReplicasWithTheSameValue() {
        replicas.isolate(0, true);
        replicas.isolate(1, true);
        try {
            for (int replica = 0; replica < 3; replica++) {
                replicas.write(replica, "disputed", "by " + replica);
            }
        } finally {
            replicas.isolate(0, false);
            replicas.isolate(1, false);
        }

        replicas.awaitConvergence();
        assertThat(replicas.value(0, "disputed")).isEqualTo(replicas.value(1, "disputed"));
        assertThat(replicas.value(0, "disputed")).isEqualTo(replicas.value(2, "disputed"));
    }

    /** Fault (d): a duplicate that stays in the buffer for ever. */
    @Test
    void duplicatesOfABufferedWriteLeaveNothingBehind() {
        List<Long> clock = replicas.awaitConvergence();
        var next = new ArrayList<>(clock);
        next.set(2, clock.get(2) + 1);
        var afterNext = new ArrayList<>(clock);
        afterNext.set(2, clock.get(2) + 2);

        assertThat(deliver(0, afterNext)).isEqualTo("buffered");
        assertThat(deliver(0, afterNext)).isEqualTo("duplicate");
        assertThat(replicas.status(0).path("buffer")).hasSize(1);
        assertThat(deliver(0, next)).isEqualTo("delivered");
        assertThat(deliver(0, afterNext)).isEqualTo("duplicate");

        assertThat(replicas.status(0).path("buffer")).isEmpty();
        assertThat(replicas.awaitConvergence()).isEqualTo(afterNext);
        assertThat(replicas.write(2, "own", "next")
                        .body()
                        .path("vector_clock")
                        .get(2)
                        .asLong())
                .isEqualTo(clock.get(2) + 3);
    }

    /** Fault (e): a client that reads at one replica and writes at another, ordered only by luck. */
    @Test
    void aClientThatHopsIsOrderedByItsTokenEvenWhenLinksAreSlow() {
        replicas.write(0, "cause", "old");
        replicas.awaitConvergence();
        replicas.fault(1, 0, Map.of("delayMillis", 1_500));
        try {
            String seen = replicas.write(0, "cause", "new").header("Causality-Token");
            assertThat(replicas.value(1, "cause").asText())
                    .as("without the token")
                    .isEqualTo("old");

            Answer impatient =
                    Http.get(replicas.url(1), "/get/cause", Map.of("Causality-Token", seen, "Prefer", "wait=0"));
            assertThat(impatient.status()).isEqualTo(503);
            Answer effect =
                    replicas.write(1, "effect", "made after new", Map.of("Causality-Token", seen, "Prefer", "wait=10"));
            assertThat(replicas.value(1, "cause").asText()).isEqualTo("new");

            Answer elsewhere = Http.get(
                    replicas.url(2),
                    "/get/cause",
                    Map.of("Causality-Token", effect.header("Causality-Token"), "Prefer", "wait=10"));
            assertThat(elsewhere.body().path("value").asText()).isEqualTo("new");
        } finally {
            replicas.fault(1, 0, Map.of());
        }
    }

    @Test
    void anEffectIsInvisibleWhereItsCauseIsDelayed() {
        replicas.awaitConvergence();
        replicas.fault(2, 0, Map.of("delayMillis", 2_000));
        try {
            String name = effectThatWaitsForItsCause();
            assertThat(replicas.value(2, "soon" + name).isNull()).isTrue();

            await().atMost(PATIENCE)
                    .until(() -> !replicas.value(2, "soon" + name).isNull());
            assertThat(replicas.value(2, "late" + name).asText()).isEqualTo("cause");
        } finally {
            replicas.fault(2, 0, Map.of());
        }
    }

    /** While links have just healed a cause may still come another way, and in time; then the next one is tried. */
    private String effectThatWaitsForItsCause() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int attempt = 0; System.nanoTime() < deadline; attempt++) {
            String name = "-" + attempt;
            String cause = replicas.write(0, "late" + name, "cause").header("Causality-Token");
            replicas.write(1, "soon" + name, "effect", Map.of("Causality-Token", cause, "Prefer", "wait=10"));
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() ->
                            isWaiting() || !replicas.value(2, "soon" + name).isNull());
            if (isWaiting()) {
                return name;
            }
            assertThat(replicas.value(2, "late" + name).asText()).isEqualTo("cause");
        }
        throw new AssertionError("no effect ever had to wait for its delayed cause");
    }

    private boolean isWaiting() {
        return !replicas.status(2).path("buffer").isEmpty();
    }

    @Test
    void aKilledReplicaComesBackAsItWasWithAllThatItsPeersHave() {
        replicas.write(1, "before", "the crash");
        replicas.awaitConvergence();
        String incarnation = replicas.cluster(1).path("incarnation").asText();

        cluster.kill("node1");
        replicas.write(0, "during", "the crash");
        await().atMost(PATIENCE).until(() -> !replicas.isConnected(0, 1));
        cluster.start("node1");
        cluster.awaitReady(Clusters.START_PATIENCE);

        assertThat(replicas.value(1, "before").asText()).isEqualTo("the crash");
        assertThat(replicas.value(1, "during").asText()).isEqualTo("the crash");
        assertThat(replicas.cluster(1).path("incarnation").asText()).isEqualTo(incarnation);
        List<Long> clock = replicas.awaitConvergence();
        assertThat(replicas.write(1, "after", "the crash")
                        .body()
                        .path("vector_clock")
                        .get(1)
                        .asLong())
                .isEqualTo(clock.get(1) + 1);
        replicas.awaitConvergence();
    }

    @Test
    void aReplicaThatIsAskedToStopEndsItsStreamsAndIsGoneSoon() {
        Duration lessThanTheTimeoutOfAGracefulShutdown = Duration.ofSeconds(8);

        cluster.stop("node2", lessThanTheTimeoutOfAGracefulShutdown);

        assertThat(cluster.process("node2").isRunning()).isFalse();
        cluster.start("node2");
        cluster.awaitReady(Clusters.START_PATIENCE);
        replicas.awaitConvergence();
    }

    @Test
    void aReplicaThatStopsAnsweringHoldsNobodyUp() {
        replicas.signal("STOP", 2);
        try {
            replicas.write(0, "meanwhile", "goes on");
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(replicas.value(1, "meanwhile").asText()).isEqualTo("goes on"));
            await().atMost(PATIENCE).until(() -> !replicas.isConnected(0, 2));
        } finally {
            replicas.signal("CONT", 2);
        }

        replicas.awaitConvergence();
        assertThat(replicas.value(2, "meanwhile").asText()).isEqualTo("goes on");
    }

    private String deliver(int replica, List<Long> clock) {
        Answer answer = Http.post(
                replicas.url(replica),
                "/put",
                Map.of("key", "by-hand", "value", clock.toString(), "vector_clock", clock, "sender", 2));
        return answer.body().path("status").asText();
    }

    private static long sum(List<Long> clock) {
        return clock.stream().mapToLong(Long::longValue).sum();
    }
}
