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

    /** Puts a fault on what a replica receives from another. */
    void fault(int replica, int from, Map<String, Object> fault) {
        assertThat(Http.put(url(replica), "/v1/cluster/links/node" + from, fault)
                        .status())
                .isEqualTo(204);
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
