package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Many keys at once: read from one causal snapshot, written in one transaction; and what goes wrong with one by one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class TransactionsSystemTest {
    private static final int REPLICAS = 3;
    private static final int ROUNDS = 40;

    private final LocalCluster cluster = Clusters.start(Set.of(Role.REPLICA));
    private final Replicas replicas = new Replicas(cluster, REPLICAS);

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void singleReadsAtAMomentOfChangeShowAnEffectWithoutItsCause() {
        var history = new TransactionHistory();
        var author = new Author(StoreClient.patient(replicas), history.session());
        StoreClient reader = StoreClient.patient(replicas);
        var seen = new LinkedHashMap<String, @Nullable String>();

        seen.put("cause", reader.get(0, "cause"));
        author.writes(0, List.of("cause"), "first");
        author.writes(0, List.of("effect"), "second");
        seen.put("effect", reader.get(0, "effect"));
        history.session().saw(seen);

        assertThat(seen.get("cause")).isNull();
        assertThat(seen.get("effect")).isEqualTo("second");
        assertThat(history.violations()).isNotEmpty();
    }

    /** Replica 1 gets the effects, which are written at replica 2, long before their causes from replica 0. */
    @Test
    void aSnapshotNeverShowsAnEffectWithoutItsCause() {
        var history = new TransactionHistory();
        var over = new AtomicBoolean();
        replicas.holdBack(1, 0);
        try {
            List<List<SequencedMap<String, @Nullable String>>> seen = Crowd.of(REPLICAS + 1, client -> {
                if (client < REPLICAS) {
                    return watch(client, List.of("effects", "causes"), history, _ -> over.get());
                }
                try {
                    var author = new Author(StoreClient.patient(replicas), history.session());
                    for (int i = 0; i < ROUNDS; i++) {
                        author.writes(0, List.of("causes"), Integer.toString(i));
                        author.writes(2, List.of("effects"), Integer.toString(i));
                    }
                    replicas.awaitArrival(1, "effects");
                    replicas.letThrough(1, 0);
                    replicas.awaitConvergence();
                    return List.of();
                } finally {
                    over.set(true);
                }
            });

            assertThat(seen.get(0)).hasSizeGreaterThan(2);
            assertThat(seen.get(1).getLast().get("effects")).isEqualTo(Integer.toString(ROUNDS - 1));
            assertThat(seen.stream().flatMap(List::stream)).allSatisfy(TransactionsSystemTest::hasCauseOfItsEffect);
            assertThat(history.violations()).isEmpty();
        } finally {
            replicas.letThrough(1, 0);
        }
    }

    @Test
    void keysThatAreWrittenOneByOneCanBeSeenInPart() {
        var history = new TransactionHistory();
        StoreClient author = StoreClient.patient(replicas);
        List<String> accounts = List.of("debit", "credit");

        author.put(0, "debit", "moved");
        SequencedMap<String, @Nullable String> between =
                StoreClient.patient(replicas).getAll(0, accounts);
        author.put(0, "credit", "moved");
        history.session().wrote(accounts, "moved"); // as if they were one transaction
        history.session().saw(between);

        assertThat(new ArrayList<>(between.values())).containsExactly("moved", null);
        assertThat(history.violations()).isNotEmpty();
    }

    /** Transactions at all replicas at once, which replace each other or become siblings: all of one, or all of another. */
    @Test
    void aTransactionIsSeenWholeOrNotAtAll() {
        var history = new TransactionHistory();
        List<String> keys = List.of("north", "east", "south", "west");
        var writing = new AtomicInteger(REPLICAS);
        List<List<SequencedMap<String, @Nullable String>>> seen = Crowd.of(2 * REPLICAS, client -> {
            if (client < REPLICAS) {
                return watch(client, keys, history, _ -> writing.get() == 0);
            }
            try {
                var author = new Author(StoreClient.patient(replicas), history.session());
                for (int i = 0; i < ROUNDS; i++) {
                    author.writes((client + i / 8) % REPLICAS, keys, "%d of %d".formatted(i, client));
                }
                return List.of();
            } finally {
                writing.decrementAndGet();
            }
        });
        replicas.awaitConvergence();
        for (int replica = 0; replica < REPLICAS; replica++) {
            seen.get(replica).addAll(watch(replica, keys, history, _ -> true));
        }

        assertThat(seen.get(0)).hasSizeGreaterThan(2);
        assertThat(seen.stream().flatMap(List::stream))
                .allSatisfy(values -> assertThat(new HashSet<>(values.values())).hasSize(1));
        assertThat(history.violations()).isEmpty();
    }

    /**
     * Reads keys at one replica again and again, as a session of its own, until it has seen enough. Gives what it saw, each
     * state once for as long as it lasted.
     */
    private List<SequencedMap<String, @Nullable String>> watch(
            int replica,
            List<String> keys,
            TransactionHistory history,
            Predicate<SequencedMap<String, @Nullable String>> isEnough) {
        StoreClient reader = StoreClient.patient(replicas);
        TransactionHistory.Session session = history.session();
        var states = new ArrayList<SequencedMap<String, @Nullable String>>();
        SequencedMap<String, @Nullable String> values;
        do {
            values = reader.getAll(replica, keys);
            if (states.isEmpty() || !values.equals(states.getLast())) {
                states.add(values);
                session.saw(values);
            }
        } while (!isEnough.test(values));
        return states;
    }

    private static void hasCauseOfItsEffect(SequencedMap<String, @Nullable String> values) {
        int effect = number(values.get("effects"));
        assertThat(number(values.get("causes"))).isBetween(effect, effect + 1);
    }

    private static int number(@Nullable String value) {
        return value == null ? -1 : Integer.parseInt(value);
    }

    /** A client whose transactions are taken down as one session. */
    private record Author(StoreClient client, TransactionHistory.Session session) {
        void writes(int replica, List<String> keys, String value) {
            client.putAll(replica, keys, value);
            session.wrote(keys, value);
        }
    }
}
