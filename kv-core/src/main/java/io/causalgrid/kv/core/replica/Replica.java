package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.log.SiteLog;
import io.causalgrid.kv.core.membership.Membership;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.core.state.StateException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The state machine of one site.
 *
 * <p>A write takes this way: its conditions are judged; it is appended to the log; the log's tail brings it back; the log
 * function gives it its dot; the state applies it; the writer is answered. Another site's transaction takes the same way
 * once its causes have gone before it, and waits in the causal buffer until then.
 *
 * <p>All methods belong to one thread, the owner, which also runs the tasks handed to the executor. Only the state may be
 * read by others.
 */
public final class Replica {
    private static final int WAITS_MAX = 10_000;
    private static final int PURGE_MAX = 1_000;

    private final SiteLog log;
    private final ReplicaState state;
    private final InstantSource clock;
    private final HybridClock timestamps;
    private final ReplicaObserver observer;
    private final Pipeline pipeline;
    private final Judge judge;
    private final Intake intake;
    private final StoredMembership membership;
    private final Waits waits = new Waits(WAITS_MAX);

    /**
     * A replica that first folds what its log has beyond its state.
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
        this.log = log;
        this.state = state;
        this.clock = clock;
        this.timestamps = new HybridClock(clock, settings.clockDriftMax());
        this.observer = observer;
        this.membership = new StoredMembership(settings.configured(), state, observer);
        this.pipeline = new Pipeline(log, state, owner, new Pipeline.Listener() {
            @Override
            public void landed(LogRecord logRecord, Optional<Transaction> effective) {
                announce(logRecord, effective);
            }

            @Override
            public void settled(boolean importsLost) {
                moveOn(importsLost);
            }
        });
        this.judge = new Judge(pipeline, state, clock);
        this.intake = new Intake(settings, pipeline, timestamps, observer);
        state.dropPointsBefore(log.start());
    }

    /** Begins to fold. */
    public void start() {
        pipeline.start();
        observer.membershipChanged(membership.now());
        observer.progressed(bufferSize());
    }

    /** Under which identity this site's next write is named. */
    public SiteId self() {
        return pipeline.forecast().point().self();
    }

    /** What the state will have applied when all that is under way has taken effect. */
    public VersionVector accepted() {
        return pipeline.forecast().point().applied();
    }

    /** The data; may be read by any thread. */
    public ReplicaState state() {
        return state;
    }

    /** Who belongs to the cluster, as far as this site knows. */
    public Membership membership() {
        return membership.now();
    }

    /** Whether the site is up to date with its own log and can write. */
    public boolean isWritable() {
        return pipeline.obstacle() == null;
    }

    /** Whether a batch is at the log, so that what is written now waits for the next one. For any thread. */
    public boolean isLogBusy() {
        return pipeline.isLogBusy();
    }

    /** Why the last record did not get into the log or into the data; nothing if all did since. */
    public Optional<RuntimeException> trouble() {
        return Optional.ofNullable(pipeline.trouble());
    }

    /**
     * Writes.
     *
     * @return completes when the write is accepted by the log and readable here, or was refused; exceptionally, with
     *     nothing written, when the log or the state cannot take it, or with {@link NotReadyException}
     */
    public CompletionStage<WriteOutcome> write(WriteRequest request) {
        RuntimeException obstacle = pipeline.obstacle();
        if (obstacle != null) {
            return CompletableFuture.failedStage(obstacle);
        }
        try {
            return switch (judge.judge(request)) {
                case Judge.Verdict.Settled(WriteOutcome outcome) -> CompletableFuture.completedStage(outcome);
                case Judge.Verdict.Accepted accepted -> write(accepted);
            };
        } catch (StateException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletionStage<WriteOutcome> write(Judge.Verdict.Accepted accepted) {
        HybridTimestamp timestamp = timestamps.next(pipeline.forecast().point().highest());
        var local = new LogRecord.Local(timestamp, accepted.mutations());
        var landed = pipeline.append(local);
        intake.deliverWaiting();
        return landed.thenApply(transaction -> new WriteOutcome.Written(transaction.orElseThrow(), accepted.counts()));
    }

    /**
     * Changes who belongs to the cluster.
     *
     * @return as {@link #write}; the condition fails if another change is under way at this site
     */
    public CompletionStage<WriteOutcome> changeMembership(UnaryOperator<Membership> change) {
        try {
            return write(membership.changing(change));
        } catch (StateException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /**
     * Names all writes from here on with a new incarnation, which nobody may ever have used for this site.
     *
     * @return completes when it is in the log; exceptionally as {@link #write}
     */
    public CompletionStage<LogPoint> openIncarnation(String incarnation) {
        return record(new LogRecord.Incarnation(incarnation));
    }

    /**
     * Joins a snapshot, which was put aside under that name, with the data.
     *
     * @param snapshot how far the snapshot's site had come
     * @return completes when its data are readable here; exceptionally as {@link #write}
     */
    public CompletionStage<LogPoint> install(String name, LogPoint snapshot) {
        return record(new LogRecord.Install(name, snapshot.applied(), snapshot.highest()));
    }

    /** Takes another site's transaction, or says why not now. */
    public Delivery deliver(Transaction transaction) {
        return intake.deliver(transaction);
    }

    /**
     * Takes a write that a client delivers in place of the member that made it. This site gives it a dot in an
     * incarnation that only this site uses, so no such message, true or false, can ever collide with a dot of the member
     * itself.
     *
     * @return completes when a delivered write has taken effect, at once in all other cases; exceptionally as
     *     {@link #write}
     */
    public CompletionStage<Delivery> deliverByHand(HandDelivery delivery) {
        return intake.deliverByHand(delivery);
    }

    /**
     * Waits until this site has applied enough.
     *
     * @param enough says so of a vector, and of every greater one
     * @param reached completes then, or exceptionally with {@link TooManyWaitsException}; a waiter who loses patience
     *     completes it himself
     */
    public void whenApplied(Predicate<VersionVector> enough, CompletableFuture<Void> reached) {
        if (enough.test(state.point().applied())) {
            reached.complete(null);
        } else if (!waits.add(enough, reached)) {
            reached.completeExceptionally(new TooManyWaitsException(WAITS_MAX));
        }
    }

    /** How many transactions wait for their causes. */
    public int bufferSize() {
        return intake.size();
    }

    /** The first so many transactions that wait, of those that came from other sites. */
    public List<Transaction> waiting(int limit) {
        return intake.waiting(limit);
    }

    /** The first so many of those that wait and were delivered by hand. */
    public List<HandDelivery> waitingByHand(int limit) {
        return intake.waitingByHand(limit);
    }

    /**
     * Opens this site's log for another site.
     *
     * @return nothing if the log no longer has all that the other site lacks; it then needs a snapshot
     */
    public Optional<Feed> openFeed(FeedRequest request, Executor executor, Feed.Sink sink) {
        Optional<LogPoint> from = state.points().startFor(request::covered);
        try {
            return from.map(start -> new Feed(log, start, request, executor, sink));
        } catch (IllegalArgumentException _) { // the log has forgotten more than the index, which follows it
            return Optional.empty();
        }
    }

    /**
     * Opens this site's log for a reader of this site's own.
     *
     * @param seen what he has seen; this site must have applied it
     * @return nothing if the log no longer has all that he has not seen
     */
    public Optional<History> openHistory(VersionVector seen, Executor executor, History.Sink sink) {
        Optional<LogPoint> from = state.points().startFor(seen::get);
        try {
            return from.map(start -> new History(log, start, seen, executor, sink));
        } catch (IllegalArgumentException _) { // as above
            return Optional.empty();
        }
    }

    /**
     * Does what is due from time to time: removes expired versions, makes the state durable, forgets what the log need
     * not keep, tries again what has failed. To be called about once a second.
     *
     * @param stable what all other members have
     */
    public void maintain(VersionVector stable) {
        pipeline.retry();
        if (pipeline.obstacle() != null) {
            return;
        }
        membership.renewIfDue();
        try {
            state.purge(clock.instant(), PURGE_MAX);
        } catch (StateException e) {
            pipeline.stateFailed(e);
            return;
        }
        state.persist();
        state.points().latestWithin(stable::get, state.durablePosition()).ifPresent(point -> {
            log.truncateBefore(point.position() + 1);
            state.dropPointsBefore(log.start());
        });
    }

    /** Stops folding. */
    public void close() {
        pipeline.close();
    }

    private CompletionStage<LogPoint> record(LogRecord logRecord) {
        RuntimeException obstacle = pipeline.obstacle();
        if (obstacle != null) {
            return CompletableFuture.failedStage(obstacle);
        }
        return pipeline.append(logRecord).thenApply(_ -> state.point().log());
    }

    private void announce(LogRecord logRecord, Optional<Transaction> effective) {
        switch (logRecord) {
            case LogRecord.Local _ -> effective.ifPresent(observer::written);
            case LogRecord.Import _ -> effective.ifPresent(observer::delivered);
            case LogRecord.Incarnation _, LogRecord.Install _ -> observer.renewed(state.point());
        }
        membership.landed(logRecord, effective);
    }

    private void moveOn(boolean importsLost) {
        waits.advance(state.point().applied());
        intake.deliverWaiting();
        if (importsLost) {
            observer.mustFetchAgain(trouble().orElseThrow());
        }
        observer.progressed(bufferSize());
    }
}
