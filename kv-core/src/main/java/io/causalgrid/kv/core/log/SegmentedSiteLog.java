package io.causalgrid.kv.core.log;

import io.causalgrid.kv.core.disk.Disk;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A log in segment files, with group commit: what was appended while the disk was busy goes to it as one batch, with one
 * write and one sync. Appending only puts the record into a queue; everything that changes the log happens in tasks on the
 * writer, one after the other. See {@link Segment} for the files, {@link LogStore} for failures, {@link SegmentScan} for
 * what opening checks.
 */
public final class SegmentedSiteLog implements SiteLog {
    private final Disk disk;
    private final Recovery recovery;
    private final LogStore store;
    private final Executor writer;
    private final Executor reader;
    private final AppendQueue queue;
    private final AtomicBoolean isWriteDue = new AtomicBoolean();
    private final List<LogTail> tails = new CopyOnWriteArrayList<>();
    private final DurableWaits waits;
    private final AtomicBoolean isClosing = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private SegmentedSiteLog(Disk disk, LogSettings settings, SegmentScan.Found found, Executor writer, Executor reader)
            throws IOException {
        this.disk = disk;
        this.recovery = found.recovery();
        this.store = new LogStore(disk, settings, found);
        this.queue = new AppendQueue(store, settings);
        this.waits = new DurableWaits(store.durable());
        this.writer = writer;
        this.reader = reader;
    }

    /**
     * Opens the log on that disk, or begins one if there is none. Reads it through, cuts off what a crash has torn, and
     * makes the rest durable. Blocks.
     *
     * @param after an empty log begins after this position: up to here the caller needs nothing replayed
     * @param writer runs tasks one after the other, until {@link #shutDown} has completed; they block on the disk
     * @param reader runs tasks that block on the disk and call sinks; any executor will do
     * @throws CorruptLogException if the log has lost or damaged something that was durable
     * @throws IOException if the disk fails
     */
    public static SegmentedSiteLog open(Disk disk, LogSettings settings, long after, Executor writer, Executor reader)
            throws IOException {
        return new SegmentedSiteLog(disk, settings, SegmentScan.run(disk, after), writer, reader);
    }

    /**
     * Removes a log that is not open. Blocks. A crash meanwhile leaves the log's newest part.
     *
     * @throws IOException if the disk fails
     */
    public static void clear(Disk disk) throws IOException {
        for (long first : SegmentScan.segmentsOn(disk)) {
            disk.delete(Segment.name(first));
            disk.syncNames(); // before the next one, so that a crash cannot leave a gap
        }
    }

    /** What opening has cut off. */
    public Recovery recovery() {
        return recovery;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Appends are completed in their order, by the writer. How much may be on its way is for the caller to limit.
     */
    @Override
    public CompletionStage<Void> append(List<LogEntry> records) {
        if (isClosing.get()) {
            return CompletableFuture.failedStage(closedException());
        }
        CompletionStage<Void> accepted = queue.add(records);
        scheduleWrite();
        return accepted;
    }

    @Override
    public Subscription tail(Horizon horizon, long after, BatchSink sink) {
        if (after < start() - 1 || after > end()) {
            throw new IllegalArgumentException("the log holds " + start() + " to " + end() + ", not after " + after);
        }
        if (isClosing.get()) {
            throw closedException();
        }
        var tail = new LogTail(new LogTail.Source(disk, store, horizon, reader), after, sink, tails::remove);
        tails.add(tail);
        return tail;
    }

    @Override
    public CompletionStage<Void> whenDurable(long position) {
        return waits.until(position);
    }

    @Override
    public long start() {
        return store.start();
    }

    @Override
    public long end() {
        return store.end();
    }

    @Override
    public long sizeBytes() {
        return store.sizeBytes();
    }

    /**
     * Makes durable what was accepted, soon; for {@link Durability#INTERVAL}. If the disk fails, the next append says so,
     * and this may be tried again.
     */
    public void sync() {
        whileOpen(this::trySync);
    }

    @Override
    public void truncateBefore(long position) {
        whileOpen(() -> {
            try {
                store.truncateBefore(position);
            } catch (IOException e) {
                // the files that are left go with the next truncation
            }
        });
    }

    /** Closes and waits for it; not to be called by the writer. */
    @Override
    public void close() {
        try {
            shutDown().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof LogBrokenException broken ? broken : e;
        }
    }

    /**
     * Closes the log without waiting for it: writes what was appended before, makes it durable, and ends all tails. Again
     * is harmless.
     *
     * @return completes when nothing is open any more; exceptionally with {@link LogBrokenException} if accepted records
     *     could not be made durable
     */
    public CompletionStage<Void> shutDown() {
        if (isClosing.compareAndSet(false, true)) {
            writer.execute(this::finish);
        }
        return closed.minimalCompletionStage();
    }

    private void whileOpen(Runnable task) {
        writer.execute(() -> {
            if (!closed.isDone()) {
                task.run();
            }
        });
    }

    private void scheduleWrite() {
        if (isWriteDue.compareAndSet(false, true)) {
            writer.execute(this::writeNext);
        }
    }

    private void writeNext() {
        isWriteDue.set(false);
        if (closed.isDone()) {
            queue.refuseAll(closedException());
            return;
        }
        queue.writeBatch();
        if (!queue.isEmpty()) {
            scheduleWrite();
        }
        publish();
    }

    private void finish() {
        while (!queue.isEmpty()) {
            queue.writeBatch();
        }
        LogBrokenException failure = trySync();
        tails.forEach(LogTail::cancel);
        waits.giveUp(closedException());
        try {
            store.close();
        } catch (IOException e) {
            failure = new LogBrokenException("the log cannot be closed: " + e.getMessage(), e);
        }
        if (failure == null) {
            closed.complete(null);
        } else {
            closed.completeExceptionally(failure);
        }
    }

    private @Nullable LogBrokenException trySync() {
        LogBrokenException failure = null;
        try {
            store.sync();
        } catch (IOException e) {
            failure = new LogBrokenException("the log cannot be made durable: " + e.getMessage(), e);
        }
        publish();
        return failure;
    }

    /** Tells those who wait that the log has grown or become durable. */
    private void publish() {
        waits.reached(store.durable());
        tails.forEach(LogTail::wake);
    }

    private static IllegalStateException closedException() {
        return new IllegalStateException("the log is closed");
    }
}
