package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.fold.LogFunction;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.log.BatchSink;
import io.causalgrid.kv.core.log.LogEntry;
import io.causalgrid.kv.core.log.SiteLog;
import io.causalgrid.kv.core.log.Subscription;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.RecordCodec;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.core.state.StateBatch;
import io.causalgrid.kv.core.state.StateException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The way of a record: to the log, back from it, through the log function, into the state.
 *
 * <p>Records go in batches: one is at the log, and the next one gathers meanwhile. So the more there is to do, the more
 * records share one way to the log, one sync, one way back, and one write to the state.
 *
 * <p>Between append and fold the site must know what is on its way. The log function therefore runs twice over the same
 * records: the <i>forecast</i> when a record is appended, the real one when it comes back. A batch that the log refuses
 * makes the forecast wrong: what has gathered behind it is refused with it, and when nothing is under way any more, the
 * forecast is made anew.
 *
 * <p>A state that fails stops the fold, not the log: the records are folded when the state is well again.
 *
 * <p>Belongs to the replica's thread.
 */
final class Pipeline {
    private static final int FOLD_BATCH_RECORDS = 1024;
    private static final int SEND_RECORDS_MAX = FOLD_BATCH_RECORDS; // so that what is sent at once comes back at once
    private static final long SEND_BYTES_MAX = 1 << 20;

    private final SiteLog log;
    private final ReplicaState state;
    private final Executor owner;
    private final Listener listener;
    private final long replayEnd;
    private final Forecast forecast;
    private final Map<Long, Sent> underWay = new HashMap<>();
    private final ArrayDeque<LogEntry> gathered = new ArrayDeque<>(); // what has not gone to the log yet
    private final ArrayDeque<Returned> returned = new ArrayDeque<>();
    private LogFunction function;
    private Subscription tail;
    private long announced;
    private volatile long awaited; // the last record of the batch that is at the log; 0 if none is
    private long installAt;
    private boolean installing;
    private boolean importLost;
    private @Nullable RuntimeException appendFailure;
    private @Nullable RuntimeException foldFailure;
    private @Nullable RuntimeException refusal; // the last append's, if the log has taken nothing since
    private long refusedAt;

    /** What the pipeline tells the replica. */
    interface Listener {
        /** A record has taken effect; the transaction is that of a local record or an import. */
        void landed(LogRecord logRecord, Optional<Transaction> effective);

        /** The state has moved on, or an append has failed; if imports were lost, they must be fetched again. */
        void settled(boolean importsLost);
    }

    private record Sent(LogEntry entry, LogRecord logRecord, CompletableFuture<Optional<Transaction>> landed) {}

    private record Returned(long position, LogRecord logRecord) {}

    private record Folded(long position, LogRecord logRecord, Optional<Transaction> effective) {}

    Pipeline(SiteLog log, ReplicaState state, Executor owner, Listener listener) {
        this.log = log;
        this.state = state;
        this.owner = owner;
        this.listener = listener;
        this.replayEnd = log.end();
        this.announced = state.point().position();
        this.function = new LogFunction(state.point().log());
        this.forecast = new Forecast(state.point().log());
        this.tail = openTail();
    }

    void start() {
        tail.request(FOLD_BATCH_RECORDS);
    }

    /** What the state will be when all that is under way has landed. */
    Forecast forecast() {
        return forecast;
    }

    /** Whether a batch is at the log. Any thread may ask. */
    boolean isLogBusy() {
        return awaited != 0;
    }

    /** How many records are under way. */
    int depth() {
        return underWay.size();
    }

    /** Why nothing can be appended just now; null if it can. */
    @Nullable
    RuntimeException obstacle() {
        if (foldFailure != null || appendFailure != null) {
            return appendFailure == null ? foldFailure : appendFailure;
        }
        if (installing || announced < installAt) { // the forecast cannot know its data
            return new NotReadyException("the site takes in a snapshot");
        }
        if (function.point().position() < Math.max(replayEnd, announced)) { // or the state was set back
            return new NotReadyException("the site still reads its own log");
        }
        return null;
    }

    /** Why the last record did not get into the log or into the state; null if all did since. */
    @Nullable
    RuntimeException trouble() {
        return foldFailure == null ? refusal : foldFailure;
    }

    /**
     * Lets a record go to the log with the next batch. Only while there is no {@link #obstacle}.
     *
     * @return completes with the record's transaction when it has taken effect; exceptionally if it is not in the log
     */
    CompletableFuture<Optional<Transaction>> append(LogRecord logRecord) {
        var landed = new CompletableFuture<Optional<Transaction>>();
        long position = forecast.add(logRecord);
        if (logRecord instanceof LogRecord.Install) {
            installAt = position;
        }
        var entry = new LogEntry(position, RecordCodec.encode(logRecord));
        underWay.put(position, new Sent(entry, logRecord, landed));
        gathered.add(entry);
        boolean isSendDue = gathered.size() > 1; // or it goes when the batch before it is back
        if (awaited == 0 && !isSendDue) {
            owner.execute(this::send); // behind all that waits for the owner now, so that it can come along
        }
        return landed;
    }

    /** The state has failed outside of the fold. */
    void stateFailed(StateException failure) {
        foldFailure = failure;
    }

    /** Tries again what has failed. */
    void retry() {
        if (foldFailure == null || installing) {
            return;
        }
        try {
            state.recover();
        } catch (StateException e) {
            foldFailure = e;
            return;
        }
        foldFailure = null;
        returned.clear();
        tail.cancel();
        function = new LogFunction(state.point().log()); // perhaps further back than before
        tail = openTail();
        tail.request(FOLD_BATCH_RECORDS);
    }

    void close() {
        tail.cancel();
    }

    /** Sends the next batch, if there is one. Only while none is at the log. */
    private void send() {
        if (gathered.isEmpty()) {
            return;
        }
        var batch = new ArrayList<LogEntry>();
        long bytes = 0;
        for (LogEntry next = gathered.peek(); next != null && batch.size() < SEND_RECORDS_MAX; next = gathered.peek()) {
            bytes += next.bytes().length;
            if (!batch.isEmpty() && bytes > SEND_BYTES_MAX) {
                break;
            }
            batch.add(gathered.remove());
        }
        awaited = batch.getLast().position();
        log.append(batch).whenComplete((_, failure) -> {
            if (failure != null) {
                owner.execute(() -> refused(batch, failure));
            }
        });
    }

    private Subscription openTail() {
        long after = function.point().position();
        return log.tail(SiteLog.Horizon.ACCEPTED, after, new BatchSink() {
            @Override
            public void accept(List<LogEntry> batch) {
                owner.execute(() -> arrived(batch));
            }

            @Override
            public void failed(RuntimeException cause) {
                owner.execute(() -> foldFailure = cause);
            }
        });
    }

    private void arrived(List<LogEntry> batch) {
        long next = returned.isEmpty()
                ? function.point().position() + 1
                : returned.getLast().position() + 1;
        if (foldFailure != null || batch.getFirst().position() != next) {
            return; // from a tail that was given up
        }
        try {
            for (LogEntry entry : batch) {
                returned.add(new Returned(entry.position(), recordOf(entry)));
            }
        } catch (CorruptRecordException e) {
            foldFailure = e;
            listener.settled(false);
            return;
        }
        if (awaited != 0 && returned.getLast().position() >= awaited) {
            awaited = 0;
            send(); // before all else, so that the log has something to do
        }
        fold();
    }

    /** Mostly it is still known which record was sent with the very bytes that come back. */
    private LogRecord recordOf(LogEntry entry) {
        Sent sent = underWay.get(entry.position());
        return sent != null && sent.entry().equals(entry) ? sent.logRecord() : RecordCodec.decode(entry.bytes());
    }

    private void fold() {
        LogPoint before = function.point();
        List<Folded> folded;
        try {
            folded = foldIntoState();
        } catch (StateException e) {
            function = new LogFunction(before);
            foldFailure = e;
            listener.settled(false);
            return;
        }
        announce(folded);
        if (!returned.isEmpty() && returned.getFirst().logRecord() instanceof LogRecord.Install install) {
            install(returned.removeFirst(), install);
        } else {
            settle();
            tail.request(FOLD_BATCH_RECORDS);
        }
    }

    /** Folds what has come back, up to the next installation. */
    private List<Folded> foldIntoState() {
        StateBatch changes = state.begin();
        var folded = new ArrayList<Folded>();
        while (!returned.isEmpty() && !(returned.getFirst().logRecord() instanceof LogRecord.Install)) {
            Returned next = returned.removeFirst();
            var effective = function.step(next.position(), next.logRecord());
            effective.ifPresentOrElse(
                    transaction -> changes.apply(function.point(), transaction),
                    () -> changes.skipTo(function.point()));
            folded.add(new Folded(next.position(), next.logRecord(), effective));
        }
        state.commit(changes);
        return folded;
    }

    /** The state takes its time for it; meanwhile nothing is folded. */
    private void install(Returned entry, LogRecord.Install install) {
        LogPoint before = function.point();
        var effective = function.step(entry.position(), install);
        LogPoint after = function.point();
        installing = true;
        state.install(after, install.snapshot())
                .whenComplete((_, failure) -> owner.execute(() -> {
                    installing = false;
                    if (failure == null) {
                        announce(List.of(new Folded(entry.position(), install, effective)));
                        fold();
                    } else {
                        function = new LogFunction(before);
                        foldFailure = failure instanceof RuntimeException known
                                ? known
                                : new StateException("the installation failed", failure);
                        listener.settled(false);
                    }
                }));
    }

    /** Those who are told may write at once; the forecast must be without what the state has by then. */
    private void announce(List<Folded> folded) {
        long before = announced; // what is folded again after the state was set back is not news
        for (Folded each : folded) {
            if (each.position() > before) {
                announced = each.position();
                each.effective().ifPresent(transaction -> forecast.landed(announced, transaction));
            }
        }
        for (Folded each : folded) {
            if (each.position() <= before) {
                continue;
            }
            listener.landed(each.logRecord(), each.effective());
            Sent sent = underWay.remove(each.position());
            if (sent != null) {
                refusal = each.position() < refusedAt ? refusal : null; // what went before it may come back after it
                sent.landed().complete(each.effective());
            }
        }
    }

    private void refused(List<LogEntry> batch, Throwable failure) {
        awaited = 0;
        RuntimeException cause = failure instanceof RuntimeException known
                ? known
                : new IllegalStateException("the log fails in an unknown way", failure);
        appendFailure = cause;
        refusal = cause;
        refusedAt = batch.getFirst().position();
        var alongWith = new ArrayList<>(batch);
        alongWith.addAll(gathered);
        gathered.clear();
        alongWith.forEach(entry -> refused(entry.position(), cause));
        settle();
    }

    private void refused(long position, RuntimeException failure) {
        Sent sent = underWay.remove(position);
        if (sent == null) {
            throw new IllegalStateException("the log refuses what it has taken, at " + position, failure);
        }
        if (position == installAt) {
            installAt = 0;
        }
        importLost |= sent.logRecord() instanceof LogRecord.Import;
        sent.landed().completeExceptionally(failure);
    }

    private void settle() {
        boolean importsLost = false;
        if (underWay.isEmpty()) {
            forecast.reset(function.point());
            appendFailure = null;
            importsLost = importLost;
            importLost = false;
        }
        listener.settled(importsLost);
    }
}
