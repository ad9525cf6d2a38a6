package io.causalgrid.kv.service.watch;

import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogFunction;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.log.Subscription;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.replica.History;
import io.causalgrid.kv.core.state.ReplicaState.KeyedRegister;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A site whose log is a list, and whose tasks run only when the test says so. */
final class FakeSite implements WatchedSite {
    static final SiteId SELF = new SiteId("node0", "a");
    static final SiteId OTHER = new SiteId("node1", "a");

    final Queue<Runnable> hub = new ArrayDeque<>();
    final Queue<Runnable> disk = new ArrayDeque<>();
    final List<Reader> readers = new ArrayList<>();
    final List<KeyedRegister> data = new ArrayList<>();
    int openViews;
    boolean forgetful;
    private final List<History.Change> log = new ArrayList<>();
    private final LogFunction function = new LogFunction(LogPoint.start(SELF));
    private final List<Waiter> waiters = new ArrayList<>();
    private LogPoint applied = LogPoint.start(SELF);

    private record Waiter(VersionVector vector, CompletableFuture<Void> reached) {}

    /** A write made here, in the log and in the state. */
    Transaction write(Mutation... mutations) {
        Transaction transaction = append(mutations);
        apply();
        return transaction;
    }

    Transaction put(String key) {
        return write(new Mutation.Put(key, Value.text("v")));
    }

    /** A write made here that is in the log only. */
    Transaction append(Mutation... mutations) {
        return step(new LogRecord.Local(HybridTimestamp.at(Instant.EPOCH), List.of(mutations)));
    }

    /** Another site's write, in the log and in the state. */
    Transaction deliver(Transaction transaction) {
        step(new LogRecord.Import(transaction));
        apply();
        return transaction;
    }

    /** The state comes up to the log. */
    void apply() {
        applied = function.point();
        for (Waiter waiter : List.copyOf(waiters)) {
            if (applied.applied().includes(waiter.vector)) {
                waiters.remove(waiter);
                waiter.reached.complete(null);
            }
        }
    }

    /** Runs all tasks, and those that come of them. */
    void run() {
        while (!hub.isEmpty() || !disk.isEmpty()) {
            runAll(disk);
            runAll(hub);
        }
    }

    static void runAll(Queue<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Who reads the log now. */
    List<Reader> reading() {
        return readers.stream().filter(reader -> !reader.cancelled).toList();
    }

    @Override
    public LogPoint now() {
        return applied;
    }

    @Override
    public CompletionStage<Void> whenApplied(VersionVector vector) {
        var reached = new CompletableFuture<Void>();
        waiters.add(new Waiter(vector, reached));
        return reached;
    }

    @Override
    public CompletionStage<Optional<Subscription>> openHistory(
            VersionVector seen, Executor executor, History.Sink sink) {
        if (forgetful) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        var reader = new Reader(seen, executor, sink);
        readers.add(reader);
        return CompletableFuture.completedStage(Optional.of(reader));
    }

    @Override
    public View view() {
        openViews++;
        var point = applied;
        var entries = List.copyOf(data);
        return new View() {
            @Override
            public LogPoint point() {
                return point;
            }

            @Override
            public List<KeyedRegister> page(String prefix, Optional<String> after, long bytesMax) {
                return entries.stream() // one at a time
                        .filter(entry -> entry.key().startsWith(prefix))
                        .filter(entry -> after.isEmpty() || entry.key().compareTo(after.get()) > 0)
                        .limit(1)
                        .toList();
            }

            @Override
            public void close() {
                openViews--;
            }
        };
    }

    private Transaction step(LogRecord logRecord) {
        Transaction transaction =
                function.step(function.point().position() + 1, logRecord).orElseThrow();
        log.add(new History.Change(function.point(), transaction));
        readers.forEach(Reader::serve);
        return transaction;
    }

    /** Reads the log from its start. */
    final class Reader implements Subscription {
        private final VersionVector seen;
        private final Executor executor;
        private final History.Sink sink;
        private int next;
        private int demand;
        private boolean cancelled;

        Reader(VersionVector seen, Executor executor, History.Sink sink) {
            this.seen = seen;
            this.executor = executor;
            this.sink = sink;
        }

        /** The log cannot be read on. */
        void fail(String why) {
            cancelled = true;
            executor.execute(() -> sink.ended(new IllegalStateException(why)));
        }

        @Override
        public void request(int recordsMax) {
            demand = recordsMax;
            serve();
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        private void serve() {
            if (cancelled || demand == 0 || next == log.size()) {
                return;
            }
            List<History.Change> batch = log.subList(next, Math.min(log.size(), next + demand));
            next += batch.size();
            demand = 0;
            @Nullable LogPoint reached = batch.getLast().after();
            List<History.Change> fresh = batch.stream()
                    .filter(change -> !seen.contains(change.transaction().dot()))
                    .toList();
            executor.execute(() -> sink.accept(fresh, reached));
        }
    }
}
