package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.log.Durability;
import io.causalgrid.kv.core.log.LogSettings;
import io.causalgrid.kv.core.log.SegmentedSiteLog;
import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.membership.Membership;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.RecordCodec;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.simulation.SimulatedDisk;
import io.causalgrid.kv.core.simulation.SimulatedState;
import io.causalgrid.kv.core.simulation.StateVault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A replica on a simulated disk, whose tasks run only when the test says so. */
final class Site {
    static final SiteId NODE0 = new SiteId("node0", "a");
    static final SiteId NODE1 = new SiteId("node1", "a");
    static final SiteId NODE2 = new SiteId("node2", "a");
    static final VersionVector NOTHING = VersionVector.empty();
    static final BufferBounds BUFFER = new BufferBounds(2, 2 << 20);
    static final Instant START = Instant.ofEpochMilli(1_000_000);

    final SimulatedDisk disk;
    final StateVault vault;
    final Queue<Runnable> owner = new ArrayDeque<>();
    final Queue<Runnable> writer = new ArrayDeque<>();
    final Queue<Runnable> stateTasks = new ArrayDeque<>();
    final List<String> observed = new ArrayList<>();
    final SegmentedSiteLog log;
    final SimulatedState state;
    final Replica replica;
    Instant now = START;

    /** A new site, with room in its log for that many bytes. */
    Site(long logBytesMax) {
        this(new SimulatedDisk(), new StateVault(), new LogSettings(200, logBytesMax, Durability.FSYNC));
    }

    private Site(SimulatedDisk disk, StateVault vault, LogSettings settings) {
        this.disk = disk;
        this.vault = vault;
        this.state = SimulatedState.open(vault, NODE0, stateTasks::add);
        try {
            this.log = SegmentedSiteLog.open(disk, settings, state.point().position(), writer::add, Runnable::run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        state.attach(log);
        var configured = Membership.of(List.of(member("node0"), member("node1"), member("node2")));
        this.replica = new Replica(
                new ReplicaSettings(configured, BUFFER, Duration.ofSeconds(60)),
                log,
                state,
                () -> now,
                owner::add,
                new Recorder());
        replica.start();
    }

    /** The process ends, and the site starts again with what is durable. */
    Site restarted() {
        disk.kill();
        return new Site(disk, vault, new LogSettings(200, 1 << 20, Durability.FSYNC));
    }

    static Member member(String name) {
        return new Member(name, URI.create("http://" + name + ":80"));
    }

    /** Runs everything there is to run. */
    void run() {
        while (!owner.isEmpty() || !writer.isEmpty() || !stateTasks.isEmpty()) {
            runAll(writer);
            runAll(owner);
            runAll(stateTasks);
        }
    }

    /** Lets the log's writer work, but nobody else. */
    void runWriter() {
        runAll(writer);
    }

    /** Lets everybody work but those who work for the state. */
    void runAllButTheState() {
        while (!owner.isEmpty() || !writer.isEmpty()) {
            runAll(writer);
            runAll(owner);
        }
    }

    /** Makes what the state has durable. */
    void persist() {
        run();
        state.persist();
        run();
    }

    static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    static Throwable failureOf(CompletionStage<?> stage) {
        return stage.toCompletableFuture().exceptionNow();
    }

    Transaction written(CompletionStage<WriteOutcome> stage) {
        run();
        if (done(stage) instanceof WriteOutcome.Written(Transaction transaction, var _)) {
            return transaction;
        }
        throw new AssertionError("not written: " + done(stage));
    }

    Transaction write(Mutation... mutations) {
        return written(replica.write(WriteRequest.of(mutations)));
    }

    /** The winner's text; null if the key has no value. */
    @Nullable
    String text(String key) {
        var winner = replica.state().read(key).winner();
        return winner == null ? null : winner.value().asText();
    }

    /** What another site gets that asks for all it has not. */
    List<Dot> fed(VersionVector cursor, Set<SiteId> excluded) {
        var dots = new ArrayList<Dot>();
        var request = new FeedRequest(NODE1, cursor, excluded);
        try (Feed feed =
                replica.openFeed(request, Runnable::run, new Collector(dots)).orElseThrow()) {
            feed.request(100);
        }
        return dots;
    }

    static Mutation put(String key, String text) {
        return new Mutation.Put(key, Value.text(text));
    }

    static Transaction transaction(SiteId site, long sequence, VersionVector dependencies, Mutation... mutations) {
        return new Transaction(
                new Dot(site, sequence), dependencies, HybridTimestamp.at(START).next(), List.of(mutations));
    }

    private static void runAll(Queue<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private record Collector(List<Dot> dots) implements Feed.Sink {
        @Override
        public void accept(List<byte[]> records) {
            for (byte[] bytes : records) {
                if (RecordCodec.decode(bytes) instanceof LogRecord.Import(Transaction transaction)) {
                    dots.add(transaction.dot());
                }
            }
        }

        @Override
        public void ended(RuntimeException cause) {
            throw cause;
        }
    }

    private final class Recorder implements ReplicaObserver {
        @Override
        public void written(Transaction transaction) {
            observed.add("written " + transaction.dot());
        }

        @Override
        public void clockAhead(Transaction transaction) {
            observed.add("clock ahead");
        }

        @Override
        public void mustFetchAgain(RuntimeException why) {
            observed.add("must fetch again");
        }

        @Override
        public void membershipChanged(Membership membership) {
            observed.add("members " + membership.names());
        }
    }
}
