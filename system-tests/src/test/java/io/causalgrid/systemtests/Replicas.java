package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.systemtests.Http.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The replicas of a cluster as a client of the simple API sees them. */
record Replicas(LocalCluster cluster, int count) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int HOLD_MILLIS = 60_000; // the longest delay there is

    URI url(int replica) {
        return Clusters.url(cluster, "node" + replica);
    }

    Answer write(int replica, String key, String value) {
        return write(replica, key, value, Map.of());
    }

    Answer write(int replica, String key, String value, Map<String, String> headers) {
        Answer answer = Http.post(url(replica), "/write", Map.of("key", key, "value", value), headers);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer;
    }

    JsonNode value(int replica, String key) {
        return Http.get(url(replica), "/get/" + key).body().path("value");
    }

    JsonNode status(int replica) {
        return Http.get(url(replica), "/status").body();
    }

    JsonNode cluster(int replica) {
        return Http.get(url(replica), "/v1/cluster").body();
    }

    /** Puts a fault on the links between a replica and all others, at both ends. */
    void isolate(int replica, boolean cut) {
        for (int other = 0; other < count; other++) {
            if (other != replica) {
                fault(replica, other, Map.of("cut", cut));
                fault(other, replica, Map.of("cut", cut));
            }
        }
    }

    /** Sends a signal to a replica's process, such as STOP and CONT. */
    void signal(String name, int replica) {
        Clusters.signal(cluster, name, "node" + replica);
    }

    /** Puts a fault on what a replica receives from another. */
    void fault(int replica, int from, Map<String, Object> fault) {
        assertThat(Http.put(url(replica), "/v1/cluster/links/node" + from, fault)
                        .status())
                .isEqualTo(204);
    }

    /**
     * Lets nothing that another replica writes come to this one until {@link #letThrough}, directly or through others, and
     * makes sure of it: what the others write after the held back can be seen waiting for it.
     */
    void holdBack(int replica, int from) {
        awaitConvergence();
        // A link that is still connecting would do so through the delay, and until then others would stand in for it.
        await().atMost(PATIENCE).until(() -> isConnected(replica, from));
        fault(replica, from, Map.of("delayMillis", HOLD_MILLIS));
        int other = IntStream.range(0, count)
                .filter(i -> i != replica && i != from)
                .findFirst()
                .orElseThrow();
        // While a link has just healed a write may still come another way, for about a second; then the next is tried.
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int attempt = 0; System.nanoTime() < deadline; attempt++) {
            String name = "held-back-" + deadline + "-" + attempt;
            String seen = write(from, "cause-" + name, "held back").header("Causality-Token");
            write(other, "effect-" + name, "waits", Map.of("Causality-Token", seen, "Prefer", "wait=30"));
            awaitArrival(replica, "effect-" + name);
            if (isWaiting(replica, "effect-" + name)) {
                return;
            }
        }
        letThrough(replica, from);
        throw new AssertionError("what node" + from + " writes comes to node" + replica + " all the same");
    }

    /** Ends {@link #holdBack}. A link that was cut in between asks anew, and does not wait for what is still held back. */
    void letThrough(int replica, int from) {
        fault(replica, from, Map.of("cut", true));
        fault(replica, from, Map.of());
    }

    /** Whether the stream from a peer stands. */
    boolean isConnected(int replica, int peer) {
        return cluster(replica)
                .path("members")
                .get(peer)
                .path("link")
                .path("state")
                .asText()
                .equals("connected");
    }

    /** Waits until a key's first write has come to a replica, be it that it waits for its causes there. */
    void awaitArrival(int replica, String key) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> isWaiting(replica, key) || !value(replica, key).isNull());
    }

    private boolean isWaiting(int replica, String key) {
        return status(replica).path("buffer").valueStream().anyMatch(waiting -> waiting.path("key")
                .asText()
                .equals(key));
    }

    /** Waits until all replicas have the same vector, wait for nothing, and hold the same data; gives the vector. */
    List<Long> awaitConvergence() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode first = cluster(0);
            for (int replica = 0; replica < count; replica++) {
                JsonNode other = cluster(replica);
                assertThat(other.path("bufferDepth").asInt()).isZero();
                assertThat(other.path("vector")).isEqualTo(first.path("vector"));
                assertThat(other.path("digest")).isEqualTo(first.path("digest"));
            }
        });
        JsonNode clock = cluster(0).path("vectorClock");
        return IntStream.range(0, clock.size())
                .mapToObj(i -> clock.get(i).asLong())
                .toList();
    }
}
