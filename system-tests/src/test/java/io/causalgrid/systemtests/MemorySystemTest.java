package io.causalgrid.systemtests;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.cli.cluster.ClusterProcess;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import io.causalgrid.systemtests.Http.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
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
    private static final String VALUE = "v".repeat(100_000);
    private static final int VALUES = 60;
    private static final String GZIP = "Accept-Encoding: gzip\r\n";
    private static final String LARGEST = "v".repeat(1 << 20);

    private final LocalCluster cluster = Clusters.start(Set.of(Role.REPLICA));
    private final Replicas replicas = new Replicas(cluster, 3);
    private List<OptionalLong> processes = processes();

    @AfterEach
    void allGoOnAndComplainOfNothing() {
        assertThat(Http.putText(replicas.url(0), "/v1/kv/after", "all is well", Map.of())
                        .status())
                .isEqualTo(204);
        assertThat(processes()).isEqualTo(processes);
        assertThat(cluster.processes().stream()
                        .flatMap(process -> process.log().tail(10_000).lines().stream())
                        .filter(line -> line.contains(" ERROR ")))
                .isEmpty();
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void aReplicaCatchesUpWithMoreThanItsHeapHolds() {
        cluster.kill("node2");
        for (int batch = 0; batch < 50; batch++) {
            assertThat(write(batch("missed-" + batch)).status()).isEqualTo(200);
        }

        cluster.start("node2");
        cluster.awaitReady(Clusters.START_PATIENCE);
        processes = processes();
        replicas.awaitConvergence();
    }

    @Test
    void clientsThatSendMoreAtOnceThanTheHeapHoldsTakeTurns() throws Exception {
        String batch = batch("at-once");
        List<Answer> answers = new ArrayList<>();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> writes = IntStream.range(0, 64)
                    .<Callable<Answer>>mapToObj(_ -> () -> write(batch))
                    .toList();
            for (Future<Answer> answer : clients.invokeAll(writes)) {
                answers.add(answer.get());
            }
        }

        Map<Integer, List<Answer>> byStatus = answers.stream().collect(Collectors.groupingBy(Answer::status));
        assertThat(byStatus).containsKey(200);
        assertThat(byStatus.keySet()).isSubsetOf(200, 503);
        assertThat(byStatus.getOrDefault(503, List.of())).allSatisfy(refused -> {
            assertThat(refused.body().path("type").asText()).endsWith(":overloaded");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(refused.header("Served-By")).startsWith("node0~");
        });
    }

    @Test
    void clientsThatDoNotReadTheirAnswersKeepNobodyOut() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(Http.putText(replicas.url(0), "/v1/kv/unread-" + i, LARGEST, Map.of())
                            .status())
                    .isEqualTo(204);
        }
        List<SocketChannel> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 400; i++) {
                clients.add(sent("GET /v1/kv/unread-" + i % 10 + " HTTP/1.1\r\nHost: replica\r\n\r\n"));
                clients.add(sent("GET /v1/kv?prefix=unread&values=true HTTP/1.1\r\nHost: replica\r\n\r\n"));
            }

            assertThat(Http.get(replicas.url(0), "/status")
                            .body()
                            .path("truncated")
                            .asBoolean())
                    .isTrue();
            assertThat(Http.get(replicas.url(0), "/v1/kv?prefix=unread").status())
                    .isEqualTo(200);
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
        for (int i = 0; i < 4; i++) { // what they held or waited for is there again
            assertThat(Http.get(replicas.url(0), "/v1/kv?prefix=unread&values=true")
                            .status())
                    .isEqualTo(200);
            assertThat(Http.get(replicas.url(0), "/v1/kv/unread-" + i).status()).isEqualTo(200);
        }
    }

    @Test
    void clientsThatDoNotReadWhatIsCompressedForThemKeepNobodyOut() throws IOException {
        String noise = new Random(1)
                .ints(1 << 20, '!', '~')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        for (int i = 0; i < 4; i++) {
            assertThat(Http.putText(replicas.url(0), "/v1/kv/noise-" + i, noise, Map.of())
                            .status())
                    .isEqualTo(204);
        }
        List<SocketChannel> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 400; i++) {
                clients.add(sent("GET /v1/kv?prefix=noise&values=true HTTP/1.1\r\nHost: replica\r\n" + GZIP + "\r\n"));
            }
            for (int i = 0; i < 60; i++) {
                clients.add(sent(
                        "GET /v1/watch?prefix=noise&from=beginning HTTP/1.1\r\nHost: replica\r\n" + GZIP + "\r\n"));
            }

            assertThat(Http.get(replicas.url(0), "/v1/kv?prefix=noise").status())
                    .isEqualTo(200);
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
        assertThat(Http.get(replicas.url(0), "/v1/kv?prefix=noise&values=true").status())
                .isEqualTo(200);
    }

    @Test
    void clientsThatBreakOffAreNoErrorsOfTheReplicaAndLeaveTheirTurnsToOthers() throws IOException {
        for (int i = 0; i < 20; i++) {
            sent("POST /v1/batch/write HTTP/1.1\r\nHost: replica\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 8000000\r\n\r\n{\"mutations\":[")
                    .close();
        }

        assertThat(write(batch("after-others")).status()).isEqualTo(200);
    }

    private SocketChannel sent(String request) throws IOException {
        URI replica = replicas.url(0);
        SocketChannel client = SocketChannel.open(new InetSocketAddress(replica.getHost(), replica.getPort()));
        client.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
        return client;
    }

    private Answer write(String batch) {
        return Http.post(replicas.url(0), "/v1/batch/write", batch);
    }

    /** Six megabytes in one transaction. */
    private static String batch(String name) {
        return IntStream.range(0, VALUES)
                .mapToObj(number -> "{\"key\":\"%s-%d\",\"value\":\"%s\"}".formatted(name, number, VALUE))
                .collect(Collectors.joining(",", "{\"mutations\":[", "]}"));
    }

    private List<OptionalLong> processes() {
        return cluster.processes().stream().map(ClusterProcess::pid).toList();
    }
}
