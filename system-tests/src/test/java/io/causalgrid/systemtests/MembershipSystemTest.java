package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import io.causalgrid.systemtests.Http.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Replicas that join and leave while writes go on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class MembershipSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LocalCluster cluster = Clusters.start(Set.of(Role.REPLICA), config -> config.spareReplicas(1));
    private final Replicas replicas = new Replicas(cluster, 3);

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void aReplicaJoinsAndAnotherLeavesWhileWritesGoOn() {
        replicas.write(1, "before", "the change");
        replicas.awaitConvergence();
        cluster.start("node3");
        awaitState("node3", "not-a-member");
        assertThat(Http.get(url("node3"), "/get/before").status()).isEqualTo(503);

        var writing = new AtomicBoolean(true);
        Crowd.of(2, client -> {
            if (client == 0) {
                for (int i = 0; writing.get(); i++) {
                    replicas.write(2, "meanwhile", "value " + i);
                }
            } else {
                try {
                    join("node3", url("node3"));
                    awaitState("node3", "ready");
                    leave("node1");
                    awaitState("node1", "removed");
                } finally {
                    writing.set(false);
                }
            }
            return client;
        });

        awaitEqual("node0", "node2", "node3");
        assertThat(get("node3", "before")).isEqualTo("the change");
        assertThat(get("node3", "meanwhile")).isEqualTo(get("node2", "meanwhile"));
        JsonNode written = Http.post(url("node3"), "/write", Map.of("key", "from", "value", "the new one"))
                .body();
        assertThat(written.path("vector_clock")).hasSize(3);
        assertThat(written.path("vector_clock").get(2).asLong()).isEqualTo(1);
        Answer refused = Http.post(url("node1"), "/write", Map.of("key", "late", "value", "x"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body().path("type").asText()).endsWith(":not-a-member");

        join("node1", url("node1"));
        awaitState("node1", "ready");
        awaitEqual("node0", "node1", "node2", "node3");
        assertThat(members("node2")).containsExactly("node0", "node1", "node2", "node3");
    }

    @Test
    void impossibleChangesAreRefusedAndChangeNothing() {
        Stream<String> before = members("node0");

        assertThat(add("Not A Name", "http://127.0.0.1:1").status()).isEqualTo(400);
        assertThat(add("node9", "not a url").status()).isEqualTo(400);
        assertThat(add("node9", "http://127.0.0.1").status()).isEqualTo(400);
        assertThat(add("node9", "https://127.0.0.1:1").status()).isEqualTo(400);
        assertThat(Http.delete(url("node0"), "/v1/cluster/members/nobody").status())
                .isEqualTo(404);

        assertThat(members("node0")).containsExactlyElementsOf(before.toList());
    }

    private Answer add(String name, String address) {
        return Http.post(url("node0"), "/v1/cluster/members", Map.of("name", name, "url", address));
    }

    private void join(String name, URI address) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Answer answer = add(name, address.toString());
            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        });
    }

    private void leave(String name) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Answer answer = Http.delete(url("node0"), "/v1/cluster/members/" + name);
            assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        });
    }

    private Stream<String> members(String at) {
        var names = Stream.<String>builder();
        Http.get(url(at), "/v1/cluster/members")
                .body()
                .path("members")
                .forEach(member -> names.add(member.path("name").asText()));
        return names.build();
    }

    private void awaitState(String name, String state) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Http.tryGet(url(name), "/v1/cluster")
                        .map(answer -> answer.body().path("state").asText()))
                .contains(state));
    }

    private void awaitEqual(String... names) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode first = Http.get(url(names[0]), "/v1/cluster").body();
            for (String name : names) {
                JsonNode other = Http.get(url(name), "/v1/cluster").body();
                assertThat(other.path("vector")).isEqualTo(first.path("vector"));
                assertThat(other.path("digest")).isEqualTo(first.path("digest"));
                assertThat(other.path("vectorClock")).hasSize(names.length);
            }
        });
    }

    private String get(String name, String key) {
        return Http.get(url(name), "/get/" + key).body().path("value").asText();
    }

    private URI url(String name) {
        return Clusters.url(cluster, name);
    }
}
