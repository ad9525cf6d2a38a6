package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.VersionVector;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A site's log as this site's own clients may read it: the transactions that a reader has not seen, as soon as they are
 * accepted, in the log's order, batch by batch as he asks.
 *
 * <p>What he has seen is a set of transactions closed under causes: a vector that some site once had. Whoever has read up
 * to a point of the log has then seen the vector merged with that point's, exactly and again closed under causes. With
 * that he can read on in any site's log, though other logs have concurrent transactions in another order.
 */
public final class History implements Subscription {
    private final LogFunction function;
    private final VersionVector seen;
    private final Sink sink;
    private final Subscription tail;

    /**
     * A transaction in its place.
     *
     * @param after the point of the log to which it leads
     */
    public record Change(LogPoint after, Transaction transaction) {}

    /** Takes what a history brings. */
    public interface Sink {
        /**
         * The answer to one {@link History#request}.
         *
         * @param changes those of the records read that the reader has not seen; perhaps none
         * @param reached the point behind the last record read
         */
        void accept(List<Change> changes, LogPoint reached);

        /** Nothing more comes: the log cannot be read on, or does not contain what comes next. Ask anew. */
        void ended(RuntimeException cause);
    }

    History(SiteLog log, LogPoint from, VersionVector seen, Executor executor, Sink sink) {
        this.function = new LogFunction(from);
        this.seen = seen;
        this.sink = sink;
        this.tail = log.tail(SiteLog.Horizon.ACCEPTED, from.position(), new BatchSink() {
            @Override
            public void accept(List<LogEntry> batch) {
                executor.execute(() -> translate(batch));
            }

            @Override
            public void failed(RuntimeException cause) {
                executor.execute(() -> sink.ended(cause));
            }
        });
    }

    @Override
    public void request(int recordsMax) {
        tail.request(recordsMax);
    }

    @Override
    public void cancel() {
        tail.cancel();
    }

    private void translate(List<LogEntry> batch) {
        try {
            send(batch);
        } catch (CorruptRecordException e) {
            tail.cancel();
            sink.ended(e);
        }
    }

    private void send(List<LogEntry> batch) {
        var changes = new ArrayList<Change>(batch.size());
        for (LogEntry entry : batch) {
            LogRecord logRecord = RecordCodec.decode(entry.bytes());
            if (logRecord instanceof LogRecord.Install install && leavesOut(install)) {
                tail.cancel();
                sink.ended(new IllegalStateException("a snapshot was installed that has more than the log"));
                return;
            }
            function.step(entry.position(), logRecord)
                    .filter(transaction -> !seen.contains(transaction.dot()))
                    .ifPresent(transaction -> changes.add(new Change(function.point(), transaction)));
        }
        sink.accept(changes, function.point());
    }

    /** Whether a snapshot brought what the reader has not seen and the log does not contain. */
    private boolean leavesOut(LogRecord.Install install) {
        return !seen.merge(function.point().applied()).includes(install.applied());
    }
}
