package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.fold.LogFunction;
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
 */
public final class Feed implements AutoCloseable {
    private final LogFunction function;
    private final FeedRequest request;
    private final Sink sink;
    private final Subscription tail;

    Feed(SiteLog log, LogFunction function, FeedRequest request, Executor executor, Sink sink) {
        this.function = function;
        this.request = request;
        this.sink = sink;
        this.tail = log.tail(function.point().position(), batch -> executor.execute(() -> translate(batch)));
    }

    /** Takes what a feed brings. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Encoded {@link LogRecord.Import} records, the answer to one {@link Feed#request}; empty if none of the log
         * records read was wanted, in which case there may be more to ask for.
         */
        void accept(List<byte[]> records);
    }

    /** Asks for the next batch, made of so many log records at the most. One request at a time. */
    public void request(int recordsMax) {
        tail.request(recordsMax);
    }

    @Override
    public void close() {
        tail.cancel();
    }

    private void translate(List<LogEntry> batch) {
        var wanted = new ArrayList<byte[]>(batch.size());
        for (LogEntry entry : batch) {
            LogRecord logRecord = RecordCodec.decode(entry.bytes());
            function.step(entry.position(), logRecord)
                    .filter(this::isWanted)
                    .ifPresent(transaction -> wanted.add(encoded(entry, logRecord, transaction)));
        }
        sink.accept(wanted);
    }

    private boolean isWanted(Transaction transaction) {
        return transaction.dot().sequence() > request.covered(transaction.dot().site());
    }

    private static byte[] encoded(LogEntry entry, LogRecord logRecord, Transaction transaction) {
        return switch (logRecord) {
            case LogRecord.Local _ -> RecordCodec.encode(new LogRecord.Import(transaction));
            case LogRecord.Import _ -> entry.bytes();
        };
    }
}
