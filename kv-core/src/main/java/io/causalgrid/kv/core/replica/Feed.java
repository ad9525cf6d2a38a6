package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.fold.LogFunction;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.log.BatchSink;
import io.causalgrid.kv.core.log.LogEntry;
import io.causalgrid.kv.core.log.SiteLog;
import io.causalgrid.kv.core.log.Subscription;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.RecordCodec;
import io.causalgrid.kv.core.record.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A site's log as another site sees it: the transactions it asked for, in an order in which causes come first, batch by
 * batch as it asks. The log's local records have no dot of their own, so the feed folds the log along.
 *
 * <p>It does so on the thread that brings the records. Most of what a site's log has is not wanted by most of those who
 * read it, and so nobody is woken for it.
 */
public final class Feed implements AutoCloseable {
    private final LogFunction function;
    private final FeedRequest request;
    private final Executor executor;
    private final Sink sink;
    private final Subscription tail;
    private volatile int recordsMax; // of the request that is under way

    Feed(SiteLog log, LogPoint from, FeedRequest request, Executor executor, Sink sink) {
        this.function = new LogFunction(from);
        this.request = request;
        this.executor = executor;
        this.sink = sink;
        this.tail = log.tail(SiteLog.Horizon.DURABLE, from.position(), new BatchSink() {
            @Override
            public void accept(List<LogEntry> batch) {
                translate(batch);
            }

            @Override
            public void failed(RuntimeException cause) {
                end(cause);
            }
        });
    }

    /** Takes what a feed brings. */
    public interface Sink {
        /** Encoded {@link LogRecord.Import} records, at least one: the answer to one {@link Feed#request}. */
        void accept(List<byte[]> records);

        /** Nothing more comes: the log cannot be read on, or no longer has what was asked for. Ask anew. */
        void ended(RuntimeException cause);
    }

    /** Asks for the next batch, made of so many log records at the most. One request at a time. */
    public void request(int records) {
        recordsMax = records;
        tail.request(records);
    }

    @Override
    public void close() {
        tail.cancel();
    }

    private void translate(List<LogEntry> batch) {
        List<byte[]> wanted;
        try {
            wanted = wanted(batch);
        } catch (RuntimeException e) { // whatever it is, the log must not suffer from it
            tail.cancel();
            end(e);
            return;
        }
        if (wanted.isEmpty()) {
            tail.request(recordsMax);
        } else {
            executor.execute(() -> sink.accept(wanted));
        }
    }

    private void end(RuntimeException cause) {
        executor.execute(() -> sink.ended(cause));
    }

    private List<byte[]> wanted(List<LogEntry> batch) {
        var wanted = new ArrayList<byte[]>(batch.size());
        for (LogEntry entry : batch) {
            LogRecord logRecord = RecordCodec.decodeToPassOn(entry.bytes());
            if (logRecord instanceof LogRecord.Install install && leavesOut(install)) {
                throw new IllegalStateException("a snapshot was installed that has more than the log");
            }
            function.step(entry.position(), logRecord)
                    .filter(this::isWanted)
                    .ifPresent(transaction -> wanted.add(encoded(entry, logRecord, transaction)));
        }
        return wanted;
    }

    /** Whether a snapshot brought what the reader needs and the log does not contain. */
    private boolean leavesOut(LogRecord.Install install) {
        VersionVector missing = install.applied().beyond(function.point().applied());
        return missing.sites().stream().anyMatch(site -> missing.get(site) > request.covered(site));
    }

    private boolean isWanted(Transaction transaction) {
        return transaction.dot().sequence() > request.covered(transaction.dot().site());
    }

    private static byte[] encoded(LogEntry entry, LogRecord logRecord, Transaction transaction) {
        return switch (logRecord) {
            case LogRecord.Local _ -> RecordCodec.encode(new LogRecord.Import(transaction));
            case LogRecord.Import _ -> entry.bytes();
            case LogRecord.Incarnation _, LogRecord.Install _ ->
                throw new IllegalArgumentException("not a transaction: " + logRecord);
        };
    }
}
