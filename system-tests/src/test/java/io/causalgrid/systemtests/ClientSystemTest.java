package io.causalgrid.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.causalgrid.cli.cluster.LocalCluster;
import io.causalgrid.cli.process.Role;
import io.causalgrid.kv.client.CausalGridClient;
import io.causalgrid.kv.client.CausalSession;
import io.causalgrid.kv.client.error.OutcomeUnknownException;
import io.causalgrid.kv.client.error.UnavailableException;
import io.causalgrid.kv.client.value.Entry;
import io.causalgrid.kv.client.value.Key;
import io.causalgrid.kv.client.value.Page;
import io.causalgrid.kv.client.value.PageRequest;
import io.causalgrid.kv.client.value.Value;
import io.causalgrid.kv.client.value.WriteOptions;
import io.causalgrid.kv.client.watch.Change;
import io.causalgrid.kv.client.watch.WatchEvent;
import io.causalgrid.kv.client.watch.WatchRequest;
import io.causalgrid.kv.core.history.CausalConsistencyChecker;
import io.causalgrid.kv.core.history.History;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The Java client, while its replicas are killed and come back: what its sessions see, and how often its writes are done. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class ClientSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int REPLICAS = 3;
    private static final int USERS = 6;
    private static final int SHARED_KEYS = 5;
    private static final long CALLS_BETWEEN_TROUBLES = 60;

    private final LocalCluster cluster = Clusters.start(Set.of(Role.REPLICA));
    private final Replicas replicas = new Replicas(cluster, REPLICAS);
    private final List<CausalGridClient> clients =
            IntStream.range(0, REPLICAS).mapToObj(this::clientThatPrefers).toList();

    private final List<Watcher> watchers = clients.stream().map(Watcher::new).toList();
    private final History.Recorder recorder = new History.Recorder();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger callsEnded = new AtomicInteger();
    private final Set<String> writtenOnce = new ConcurrentSkipListSet<>();
    private final Set<String> perhapsWrittenOnce = new ConcurrentSkipListSet<>();
    private final Set<String> writtenAtOneReplica = new ConcurrentSkipListSet<>();
    private final AtomicLong counted = new AtomicLong();
    private final AtomicLong perhapsCounted = new AtomicLong();

    @AfterAll
    void stop() {
        clients.forEach(CausalGridClient::close);
        cluster.close();
    }

    @BeforeAll
    void usersHopWhileReplicasAreKilled() {
        Crowd.of(USERS + 1, number -> {
            if (number == USERS) {
                killOneAfterTheOther();
            } else {
                new User(number).run();
            }
            return number;
        });
        replicas.awaitConvergence();
    }

    @Test
    void sessionsThatHopSeeACausallyConsistentStore() {
        History history = recorder.history();

        assertThat(history.sessions().stream().mapToLong(List::size).sum()).isGreaterThan(CALLS_BETWEEN_TROUBLES);
        assertThat(CausalConsistencyChecker.checkCausalConvergence(history)).isEmpty();
    }

    @Test
    void whatWasWrittenIsThereInOneVersionAndWhatWasRefusedIsNot() {
        CausalSession session = clients.getFirst().session();
        var found = new ConcurrentSkipListSet<String>();
        Optional<String> next = Optional.of("once-");
        while (next.isPresent()) {
            Page<Entry> page =
                    session.entries("once-", PageRequest.first().limit(1_000).after(next.get()));
            for (Entry entry : page.items()) {
                assertThat(entry.versions()).as(entry.text()).isEqualTo(1);
                found.add(entry.text());
            }
            next = page.next();
        }

        assertThat(writtenOnce).isNotEmpty();
        assertThat(found).containsAll(writtenOnce);
        found.removeAll(writtenOnce);
        assertThat(perhapsWrittenOnce).containsAll(found);
    }

    @Test
    void everyIncrementIsCountedOnce() {
        assertThat(counted.get()).isPositive();
        for (CausalGridClient client : clients) {
            assertThat(client.session().counter("calls").orElse(0))
                    .isBetween(counted.get(), counted.get() + perhapsCounted.get());
        }
    }

    @Test
    void whoeverWatchesHearsOfEveryTransactionOnceThoughReplicasWereKilledUnderIt() {
        for (Watcher watcher : watchers) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(watcher.heard()).containsAll(writtenOnce));
            assertThat(watcher.versions()).doesNotHaveDuplicates();
            // a put that was also tried at another replica may be two transactions with one value
            assertThat(watcher.heard().stream().filter(writtenAtOneReplica::contains))
                    .doesNotHaveDuplicates();
            var unheardOf = new ArrayList<>(watcher.heard());
            unheardOf.removeAll(writtenOnce);
            assertThat(perhapsWrittenOnce).containsAll(unheardOf);
        }
    }

    private void killOneAfterTheOther() {
        try {
            awaitCalls();
            for (String name : List.of("node1", "node2")) {
                cluster.kill(name);
                awaitCalls();
                cluster.start(name);
                cluster.awaitReady(Clusters.START_PATIENCE);
                awaitCalls();
            }
        } finally {
            over.set(true);
        }
    }

    /** Calls that fail count too: who has seen what only a dead replica has must wait until it is back. */
    private void awaitCalls() {
        long target = callsEnded.get() + CALLS_BETWEEN_TROUBLES;
        await().atMost(PATIENCE).until(() -> callsEnded.get() >= target);
    }

    private CausalGridClient clientThatPrefers(int replica) {
        List<URI> urls = new ArrayList<>(Clusters.urls(cluster, Role.REPLICA));
        Collections.rotate(urls, -replica);
        return CausalGridClient.builder(urls.toArray(URI[]::new))
                .deadline(Duration.ofSeconds(2))
                .build();
    }

    /** Hears of what is written once, from before the first replica is killed until after the last. */
    private static final class Watcher {
        private final List<String> heard = new ArrayList<>(); // guarded by this
        private final List<String> versions = new ArrayList<>(); // guarded by this

        Watcher(CausalGridClient client) {
            client.watch(WatchRequest.beginning("once-"), this::hear); // ends with its client
        }

        synchronized List<String> heard() {
            return List.copyOf(heard);
        }

        synchronized List<String> versions() {
            return List.copyOf(versions);
        }

        private synchronized void hear(WatchEvent event) {
            switch (event) {
                case WatchEvent.State(var entries) -> entries.forEach(this::hear);
                case WatchEvent.Changed changed -> {
                    versions.add(changed.version());
                    changed.changes().forEach(this::hear);
                }
                case WatchEvent.StartedOver _ -> {
                    heard.clear();
                    versions.clear();
                }
                case WatchEvent.Ready _ -> {}
            }
        }

        private void hear(Change change) {
            heard.add(change.value().orElseThrow().text());
        }
    }

    /** One line of thought, continued at whichever replica: with the token of the call before. */
    private final class User {
        private final int number;
        private final Random random;
        private History.Session history = recorder.session();
        private CausalSession session;
        private int written;

        User(int number) {
            this.number = number;
            this.random = new Random(number);
            this.session = clients.get(number % REPLICAS).session();
        }

        void run() {
            while (!over.get()) {
                hop();
                try {
                    act();
                } catch (UnavailableException _) {
                    // nothing was written, and nothing was seen
                }
                callsEnded.incrementAndGet();
            }
        }

        private void hop() {
            CausalGridClient client = clients.get(random.nextInt(REPLICAS));
            session = session.token().map(client::session).orElseGet(client::session);
        }

        private void act() {
            String key = "key" + random.nextInt(SHARED_KEYS);
            switch (random.nextInt(4)) {
                case 0 -> write(key);
                case 1 -> writeOnce();
                case 2 -> count();
                default -> history.read(key, session.get(key).map(Entry::text).orElse(null));
            }
        }

        private void write(String key) {
            String value = number + "-" + written++;
            try {
                session.put(key, value);
                history.write(key, value);
            } catch (OutcomeUnknownException _) {
                history.writeOfUnknownOutcome(key, value);
                history = recorder.session(); // it may still land, after what this user does next
            }
        }

        private void writeOnce() {
            String value = number + "-" + written++;
            WriteOptions options = WriteOptions.none();
            if (random.nextBoolean()) {
                options = options.repeatedOnlyAtFirstReplica();
                writtenAtOneReplica.add(value);
            }
            try {
                session.put(Key.of("once-" + value), Value.text(value), options);
                writtenOnce.add(value);
            } catch (OutcomeUnknownException _) {
                perhapsWrittenOnce.add(value);
            }
        }

        private void count() {
            try {
                session.addToCounter("calls", 1);
                counted.incrementAndGet();
            } catch (OutcomeUnknownException _) {
                perhapsCounted.incrementAndGet();
            }
        }
    }
}
