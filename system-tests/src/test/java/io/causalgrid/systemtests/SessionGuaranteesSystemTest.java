package io.causalgrid.systemtests;

import static io.causalgrid.kv.core.history.CausalConsistencyChecker.checkCausalConsistency;
import static io.causalgrid.kv.core.history.CausalConsistencyChecker.checkCausalConvergence;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import io.causalgrid.kv.core.history.History;
import io.causalgrid.systemtests.Http.Answer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The four session guarantees of Terry et al., PDIS 1994. Each scenario is played twice while replica 1 gets nothing from
 * replica 0: without tokens the guarantee is broken for certain, and the history checker must say so; with them the same
 * steps must give a history that it accepts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class SessionGuaranteesSystemTest {
    private final LocalCluster cluster = Clusters.start(Set.of(Role.REPLICA));
    private final Replicas replicas = new Replicas(cluster, 3);

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void aClientReadsItsOwnWrites() {
        itTakesTheToken("own", cast -> {
            Actor client = cast.newActor();

            client.writes("x", 0);
            client.reads("x", 1);
        });
    }

    @Test
    void whatAClientHasReadDoesNotVanish() {
        itTakesTheToken("monotonic-reads", cast -> {
            cast.newActor().writes("x", 0);
            Actor client = cast.newActor();

            client.reads("x", 0);
            client.reads("x", 1);
        });
    }

    @Test
    void theWritesOfAClientAreSeenInTheirOrder() {
        itTakesTheToken("monotonic-writes", cast -> {
            Actor client = cast.newActor();
            client.writes("x", 0);
            client.writes("y", 1);
            cast.awaitArrival("y", 1);

            Actor observer = cast.newActor();
            observer.reads("y", 1);
            observer.reads("x", 1);
        });
    }

    @Test
    void aWriteIsSeenAfterWhatItsClientHadRead() {
        itTakesTheToken("follows-reads", cast -> {
            cast.newActor().writes("x", 0);
            Actor client = cast.newActor();
            client.reads("x", 0);
            client.writes("y", 1);
            cast.awaitArrival("y", 1);

            Actor observer = cast.newActor();
            observer.reads("y", 1);
            observer.reads("x", 1);
        });
    }

    @Test
    void aReadWithTheTokenWaitsWhereItIsAsked() {
        replicas.holdBack(1, 0);
        String token;
        CompletableFuture<Answer> read;
        try {
            token = Http.putText(replicas.url(0), "/v1/kv/awaited", "come", Map.of())
                    .header("Causality-Token");
            assertThat(get(1, "awaited", token, 0).status()).isEqualTo(503);
            read = CompletableFuture.supplyAsync(() -> get(1, "awaited", token, 30));
        } finally {
            replicas.letThrough(1, 0);
        }

        Answer answer = read.join();
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        assertThat(answer.body().asText()).isEqualTo("come");
        assertThat(answer.header("Served-By")).startsWith("node1~");
    }

    private Answer get(int replica, String key, String token, int waitSeconds) {
        return Http.get(
                replicas.url(replica),
                "/v1/kv/" + key,
                Map.of("Causality-Token", token, "Prefer", "wait=" + waitSeconds));
    }

    private void itTakesTheToken(String name, Consumer<Cast> scenario) {
        var careless = new Cast(name + "-without", StoreClient::withoutToken);
        var careful = new Cast(name + "-with", StoreClient::hopping);
        replicas.holdBack(1, 0);
        try {
            scenario.accept(careless);
            scenario.accept(careful);
        } finally {
            replicas.letThrough(1, 0);
        }
        replicas.awaitConvergence();
        careful.allReadEverything(1);

        assertThat(checkCausalConsistency(careless.history()))
                .as("without tokens:%n%s", careless.history())
                .isNotEmpty();
        assertThat(checkCausalConvergence(careful.history()))
                .as("with tokens:%n%s", careful.history())
                .isEmpty();
        assertThat(careless.timesTurnedAway()).isZero();
        assertThat(careful.timesTurnedAway()).isPositive();
    }

    /** Those who play a scenario, all with tokens or all without, and what they see. */
    private final class Cast {
        private final String name;
        private final Function<Replicas, StoreClient> kind;
        private final History.Recorder recorder = new History.Recorder();
        private final List<Actor> actors = new ArrayList<>();
        private final Set<String> written = new LinkedHashSet<>();

        Cast(String name, Function<Replicas, StoreClient> kind) {
            this.name = name;
            this.kind = kind;
        }

        Actor newActor() {
            var actor = new Actor(this, kind.apply(replicas), recorder.session());
            actors.add(actor);
            return actor;
        }

        /** Waits until a write has come to a replica, be it that it waits for its causes there. */
        void awaitArrival(String key, int replica) {
            replicas.awaitArrival(replica, keyOf(key));
        }

        /** In the end nothing is missing. */
        void allReadEverything(int replica) {
            for (Actor actor : actors) {
                for (String key : written) {
                    assertThat(actor.reads(key, replica)).isEqualTo(valueOf(key));
                }
            }
        }

        History history() {
            return recorder.history();
        }

        int timesTurnedAway() {
            return actors.stream()
                    .mapToInt(actor -> actor.client.timesTurnedAway())
                    .sum();
        }

        private String keyOf(String key) {
            return name + "-" + key;
        }

        private static String valueOf(String key) {
            return "the value of " + key;
        }
    }

    /** A client whose operations are taken down as one session. */
    private record Actor(Cast cast, StoreClient client, History.Session session) {
        void writes(String key, int replica) {
            client.put(replica, cast.keyOf(key), Cast.valueOf(key));
            session.write(key, Cast.valueOf(key));
            cast.written.add(key);
        }

        @Nullable
        String reads(String key, int replica) {
            String value = client.get(replica, cast.keyOf(key));
            session.read(key, value);
            return value;
        }
    }
}
