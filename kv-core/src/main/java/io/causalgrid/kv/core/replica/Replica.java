package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogFunction;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.fold.PointIndex;
import io.causalgrid.kv.core.log.LogEntry;
import io.causalgrid.kv.core.log.SiteLog;
import io.causalgrid.kv.core.log.Subscription;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.RecordCodec;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.state.ReplicaState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The state machine of one site.
 *
 * <p>A write takes this way: it is appended to the log; the log's tail brings it back when it is durable; the log
 * function gives it its dot; the state applies it; the writer is answered. Another site's transaction takes the same way
 * once its causes have gone before it, and waits in the causal buffer until then.
 *
 * <p>Between append and fold the replica must know which causes are on their way. It therefore runs the log function
 * twice over the same records: the <i>forecast</i> when a record is appended, the real one when it comes back. Whenever
 * nothing is in flight the two agree; a failed append makes the forecast wrong, and it is then made anew.
 *
 * <p>All methods belong to one thread, the owner, which also runs the tasks handed to the executor. Only the state may be
 * read by others.
 */
public final class Replica {
    private static final int FOLD_BATCH_RECORDS = 1024;
    private static final int WAITS_MAX = 10_000;
    private static final int INDEX_STRIDE_RECORDS = 32;

    private final ReplicaSettings settings;
    private final SiteLog log;
    private final ReplicaState state;
    private final InstantSource clock;
    private final Executor owner;
    private final ReplicaObserver observer;

    private final LogFunction function;
    private final PointIndex index = new PointIndex(INDEX_STRIDE_RECORDS);
    private final CausalBuffer buffer;
    private final Waits waits = new Waits(WAITS_MAX);
    private final List<HandDelivery> waitingByHand = new ArrayList<>();
    private final Map<Long, CompletableFuture<Transaction>> meetings = new HashMap<>();
    private final Subscription tail;
    private LogFunction forecast;
    private long inFlight;
    private boolean importFailed;

    /**
     * A replica over an empty state and a log that is folded from its start.
     *
     * @param owner runs tasks one after the other on the thread that owns this replica
     */
    public Replica(
            ReplicaSettings settings,
            SiteLog log,
            ReplicaState state,
            InstantSource clock,
            Executor owner,
            ReplicaObserver observer) {
        this.settings = settings;
        this.log = log;
        this.state = state;
        this.clock = clock;
        this.owner = owner;
        this.observer = observer;
        this.function = new LogFunction(settings.self(), LogPoint.START);
        this.forecast = new LogFunction(settings.self(), LogPoint.START);
        this.buffer = new CausalBuffer(settings.bufferCapacity());
        this.tail = log.tail(0, batch -> owner.execute(() -> fold(batch)));
        tail.request(FOLD_BATCH_RECORDS);
    }

    /** This site's identity. */
    public SiteId self() {
        return settings.self();
    }

    /** The data; may be read by any thread. */
    public ReplicaState state() {
        return state;
    }

    /**
     * Writes.
     *
     * @return completes when the write is durable and readable here; exceptionally, with nothing written, when the log
     *     cannot take it
     */
    public CompletionStage<Transaction> write(List<Mutation> mutations) {
        var local = new LogRecord.Local(HybridTimestamp.at(clock.instant()), mutations);
        var written = append(local);
        deliverWaiting();
        return written;
    }

    /** Takes another site's transaction, or says why not now. */
    public Delivery deliver(Transaction transaction) {
        Delivery delivery = place(transaction);
        switch (delivery) {
            case DELIVERED -> deliverWaiting();
            case BUFFERED -> observer.buffered(transaction, bufferSize());
            case DUPLICATE -> observer.duplicate(transaction.dot());
            case NO_ROOM, IMPOSTOR -> {}
        }
        return delivery;
    }

    /**
     * Takes a write that a client delivers in place of the member that made it. This site gives it a dot in an
     * incarnation that only this site uses, so no such message, true or false, can ever collide with a dot of the member
     * itself.
     *
     * @return completes when a delivered write has taken effect, at once in all other cases
     */
    public CompletionStage<Delivery> deliverByHand(HandDelivery delivery) {
        if (settings.members().get(delivery.sender()).equals(self().name())) {
            boolean known = delivery.isCoveredBy(settings.members(), accepted());
            return CompletableFuture.completedStage(known ? Delivery.DUPLICATE : Delivery.IMPOSTOR);
        }
        if (delivery.isCoveredBy(settings.members(), accepted()) || waitingByHand.contains(delivery)) {
            return CompletableFuture.completedStage(Delivery.DUPLICATE);
        }
        if (delivery.isNextAfter(settings.members(), accepted())) {
            var applied = append(new LogRecord.Import(underOwnIncarnation(delivery)));
            deliverWaiting();
            return applied.thenApply(_ -> Delivery.DELIVERED);
        }
        if (bufferSize() >= settings.bufferCapacity()) {
            return CompletableFuture.completedStage(Delivery.NO_ROOM);
        }
        waitingByHand.add(delivery);
        return CompletableFuture.completedStage(Delivery.BUFFERED);
    }

    /**
     * Waits until this site has applied a vector.
     *
     * @param reached completes then, or exceptionally with {@link TooManyWaitsException}; a waiter who loses patience
     *     completes it himself
     */
    public void whenApplied(VersionVector vector, CompletableFuture<Void> reached) {
        if (state.point().applied().includes(vector)) {
            reached.complete(null);
        } else if (!waits.add(vector, reached)) {
            reached.completeExceptionally(new TooManyWaitsException(WAITS_MAX));
        }
    }

    /** How many transactions wait for their causes. */
    public int bufferSize() {
        return buffer.size() + waitingByHand.size();
    }

    /** The first so many transactions that wait, of those that came from other sites. */
    public List<Transaction> waiting(int limit) {
        return buffer.first(limit);
    }

    /** Those that wait and were delivered by hand. */
    public List<HandDelivery> waitingByHand() {
        return List.copyOf(waitingByHand);
    }

    /** Opens this site's log for another site. */
    public Feed openFeed(FeedRequest request, Executor executor, Feed.Sink sink) {
        LogPoint from = index.latestCovered(request::covered);
        return new Feed(log, new LogFunction(self(), from), request, executor, sink);
    }

    /** Stops folding. */
    public void close() {
        tail.cancel();
    }

    private VersionVector accepted() {
        return forecast.point().applied();
    }

    private Delivery place(Transaction transaction) {
        if (accepted().contains(transaction.dot())) {
            return Delivery.DUPLICATE;
        }
        if (transaction.dot().site().equals(self())) {
            return Delivery.IMPOSTOR;
        }
        if (importFailed) {
            return Delivery.NO_ROOM;
        }
        if (transaction.isNextAfter(accepted())) {
            accept(transaction);
            return Delivery.DELIVERED;
        }
        return buffer.add(transaction);
    }

    private void accept(Transaction transaction) {
        var latest = HybridTimestamp.at(clock.instant().plus(settings.clockDriftMax()));
        if (transaction.timestamp().compareTo(latest) > 0) {
            observer.clockAhead(transaction);
        }
        append(new LogRecord.Import(transaction)).whenComplete((_, failure) -> {
            if (failure != null) {
                importFailed = true;
            }
        });
    }

    private void deliverWaiting() {
        boolean moved = true;
        while (moved && !importFailed) {
            moved = false;
            Transaction next = buffer.takeDeliverable(accepted());
            while (next != null && !importFailed) {
                accept(next);
                moved = true;
                next = buffer.takeDeliverable(accepted());
            }
            moved |= deliverOneByHand();
        }
    }

    private boolean deliverOneByHand() {
        waitingByHand.removeIf(delivery -> delivery.isCoveredBy(settings.members(), accepted()));
        for (HandDelivery delivery : waitingByHand) {
            if (delivery.isNextAfter(settings.members(), accepted())) {
                waitingByHand.remove(delivery);
                accept(underOwnIncarnation(delivery));
                return true;
            }
        }
        return false;
    }

    private Transaction underOwnIncarnation(HandDelivery delivery) {
        String sender = settings.members().get(delivery.sender());
        var origin = new SiteId(sender, "by-" + self().name() + "-" + self().incarnation());
        VersionVector dependencies = delivery.dependencies(settings.members(), accepted())
                .merge(accepted().only(origin));
        Dot dot = accepted().next(origin);
        HybridTimestamp timestamp = HybridTimestamp.at(clock.instant())
                .max(forecast.point().highest().next());
        return new Transaction(dot, dependencies, timestamp, List.of(delivery.mutation()));
    }

    /** Appends, forecasts, and promises the transaction for when the record has come back from the log. */
    private CompletionStage<Transaction> append(LogRecord logRecord) {
        var promise = new CompletableFuture<Transaction>();
        inFlight++;
        forecast.step(forecast.point().position() + 1, logRecord);
        log.append(RecordCodec.encode(logRecord))
                .whenComplete((position, failure) -> owner.execute(() -> {
                    if (failure == null) {
                        meet(position, promise);
                    } else {
                        promise.completeExceptionally(failure);
                        landed(1);
                    }
                }));
        return promise;
    }

    private void meet(long position, CompletableFuture<Transaction> promise) {
        CompletionStage<Transaction> folded = meeting(position);
        folded.whenComplete((transaction, failure) -> {
            if (failure == null) {
                promise.complete(transaction);
            } else {
                promise.completeExceptionally(failure);
            }
        });
    }

    /**
     * The future on which an append's answer and the fold of its record meet, whichever of the two comes first. Each of
     * them asks once.
     */
    private CompletableFuture<Transaction> meeting(long position) {
        var begun = meetings.remove(position);
        if (begun != null) {
            return begun;
        }
        var meeting = new CompletableFuture<Transaction>();
        meetings.put(position, meeting);
        return meeting;
    }

    private void fold(List<LogEntry> batch) {
        for (LogEntry entry : batch) {
            foldOne(entry.position(), RecordCodec.decode(entry.bytes()));
        }
        waits.advance(state.point().applied());
        landed(batch.size());
        tail.request(FOLD_BATCH_RECORDS);
    }

    private void foldOne(long position, LogRecord logRecord) {
        var effective = function.step(position, logRecord);
        index.note(function.point());
        if (effective.isEmpty()) {
            state.skip(position);
            meeting(position).completeExceptionally(new IllegalStateException("the record had no effect"));
            return;
        }
        Transaction transaction = effective.get();
        state.apply(position, transaction);
        meeting(position).complete(transaction);
        switch (logRecord) {
            case LogRecord.Local _ -> observer.written(transaction);
            case LogRecord.Import _ -> observer.delivered(transaction);
        }
    }

    private void landed(int records) {
        inFlight -= records;
        if (inFlight == 0 && importFailed) {
            importFailed = false;
            observer.mustFetchAgain();
        }
        if (inFlight == 0) {
            forecast = new LogFunction(self(), function.point());
        }
        observer.progressed(bufferSize());
    }
}
