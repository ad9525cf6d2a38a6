package io.causalgrid.kv.core.log;

import io.causalgrid.kv.core.disk.Disk;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands the log's records to one sink. Whoever finds that a batch is asked for and there is a record claims the tail, and
 * only the one who has claimed it reads and calls the sink: at once, if the records are still in memory, be it the writer
 * that has just added them or the one who asks; the reader's executor in all other cases. A request made while the tail is
 * claimed is seen by its holder before it lets go, so no request is lost, and none runs inside another.
 */
final class LogTail implements Subscription {
    /** What a tail is of. */
    record Source(Disk disk, LogStore store, SiteLog.Horizon horizon, Executor reader) {
        /** The position of the newest record that may be seen. */
        long limit() {
            return switch (horizon) {
                case ACCEPTED -> store.end();
                case DURABLE -> store.durable();
            };
        }
    }

    private final Source source;
    private final BatchSink sink;
    private final Consumer<LogTail> whenEnded;
    private final TailReader records; // of the one who has claimed the tail
    private long next; // guarded by this
    private int demand; // guarded by this
    private boolean claimed; // guarded by this
    private boolean ended; // guarded by this

    LogTail(Source source, long after, BatchSink sink, Consumer<LogTail> whenEnded) {
        this.source = source;
        this.sink = sink;
        this.whenEnded = whenEnded;
        this.records = new TailReader(source.disk, source.store);
        this.next = after + 1;
    }

    @Override
    public void request(int recordsMax) {
        if (recordsMax < 1) {
            throw new IllegalArgumentException("a batch holds at least one record, not " + recordsMax);
        }
        if (ask(recordsMax)) {
            serveOnce();
        }
    }

    @Override
    public void cancel() {
        if (end()) {
            closeFiles();
        }
        whenEnded.accept(this);
    }

    /** Called by the writer when there may be something new. */
    void wake() {
        if (claim()) {
            serveOnce();
        }
    }

    /** Serves one request here if that needs no disk, and leaves all others to the reader. The tail is claimed. */
    private void serveOnce() {
        List<LogEntry> batch = records.readRecent(next(), source.limit(), demand());
        if (batch == null) {
            source.reader.execute(this::serve);
            return;
        }
        closeFiles(); // it has caught up
        deliver(batch);
        if (release()) {
            source.reader.execute(this::serve);
        }
    }

    /** Serves one request, and those that are made meanwhile. The tail is claimed. */
    private void serve() {
        do {
            @Nullable List<LogEntry> batch = read();
            if (batch != null) {
                deliver(batch);
            }
        } while (release());
    }

    private @Nullable List<LogEntry> read() {
        try {
            return records.read(next(), source.limit(), demand());
        } catch (CorruptLogException | LogTruncatedException e) {
            fail(e);
        } catch (IOException e) {
            fail(new LogBrokenException("the log cannot be read: " + e.getMessage(), e));
        }
        return null;
    }

    private void deliver(List<LogEntry> batch) {
        if (advance(batch.size())) {
            sink.accept(batch);
        }
    }

    private void fail(RuntimeException cause) {
        if (advance(0)) {
            end();
            whenEnded.accept(this);
            sink.failed(cause);
        }
    }

    private synchronized boolean ask(int recordsMax) {
        if (demand > 0) {
            throw new IllegalStateException("the batch asked for before has not come yet");
        }
        demand = recordsMax;
        return claim();
    }

    private synchronized boolean claim() {
        if (claimed || ended || demand == 0 || next > source.limit()) {
            return false;
        }
        claimed = true;
        return true;
    }

    /** Lets go of the tail, unless there is more to do. */
    private boolean release() {
        synchronized (this) {
            claimed = false;
            if (claim()) {
                return true;
            }
            if (!ended) {
                return false;
            }
        }
        closeFiles();
        return false;
    }

    /** The request is answered with that many records; false if nobody wants them any more. */
    private synchronized boolean advance(int records) {
        if (ended) {
            return false;
        }
        demand = 0;
        next += records;
        return true;
    }

    /** Nothing more is sent. True if it is for the caller to clean up, and not for the one who has claimed the tail. */
    private synchronized boolean end() {
        boolean isFirst = !ended;
        ended = true;
        return isFirst && !claimed;
    }

    private synchronized long next() {
        return next;
    }

    private synchronized int demand() {
        return demand;
    }

    private void closeFiles() {
        try {
            records.close();
        } catch (IOException e) {
            // it was only read from
        }
    }
}
