package io.causalgrid.kv.core.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way into the log. Any thread adds them; the writer takes as many as go into one batch, but never parts
 * what was added at once. They are accepted or refused in the order in which they came, so refused ones wait until those
 * before them are written.
 */
final class AppendQueue {
    private final LogStore store;
    private final LogSettings settings;
    private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();

    private record Pending(List<LogEntry> records, long bytes, CompletableFuture<Void> accepted) {
        long first() {
            return records.getFirst().position();
        }
    }

    AppendQueue(LogStore store, LogSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    CompletableFuture<Void> add(List<LogEntry> records) {
        long bytes = 0;
        for (LogEntry each : records) {
            bytes += BatchEncoder.recordBytes(each);
        }
        var pending = new Pending(records, bytes, new CompletableFuture<>());
        queue.add(pending);
        return pending.accepted;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Writes one batch, and completes its appends. Called by the writer. */
    void writeBatch() {
        List<Pending> batch = takeBatch();
        if (batch.isEmpty()) {
            return;
        }
        RuntimeException failure = write(recordsOf(batch));
        for (Pending pending : batch) {
            if (failure == null) {
                pending.accepted.complete(null);
            } else {
                pending.accepted.completeExceptionally(failure);
            }
        }
    }

    void refuseAll(RuntimeException cause) {
        for (Pending pending = queue.poll(); pending != null; pending = queue.poll()) {
            pending.accepted.completeExceptionally(cause);
        }
    }

    private List<Pending> takeBatch() {
        var batch = new ArrayList<Pending>();
        long next = store.end() + 1;
        long bytes = 0;
        for (Pending pending = queue.peek(); pending != null; pending = queue.peek()) {
            RuntimeException refusal = refusal(pending, next, bytes + pending.bytes);
            if (!batch.isEmpty() && (refusal != null || bytes + pending.bytes > settings.batchBytesMax())) {
                break;
            }
            queue.remove();
            if (refusal != null) {
                pending.accepted.completeExceptionally(refusal);
            } else {
                batch.add(pending);
                next += pending.records.size();
                bytes += pending.bytes;
            }
        }
        return batch;
    }

    private static List<LogEntry> recordsOf(List<Pending> batch) {
        if (batch.size() == 1) {
            return batch.getFirst().records;
        }
        var records = new ArrayList<LogEntry>();
        batch.forEach(pending -> records.addAll(pending.records));
        return records;
    }

    private @Nullable RuntimeException refusal(Pending pending, long next, long bodyBytes) {
        if (pending.first() != next) {
            return new LogSequenceException(pending.first(), next);
        }
        long sizeBytes = store.sizeBytes();
        if (sizeBytes + BatchHeader.BYTES + bodyBytes > settings.bytesMax()) {
            return new LogFullException("the log takes " + sizeBytes + " of " + settings.bytesMax()
                    + " bytes and has no room for the record");
        }
        return null;
    }

    private @Nullable RuntimeException write(List<LogEntry> entries) {
        try {
            store.append(entries);
            return null;
        } catch (IOException e) {
            return undo(e);
        }
    }

    /** Only when nothing of the batch is left on the disk may one say that all is well but for the room. */
    private RuntimeException undo(IOException failure) {
        try {
            store.repair();
        } catch (IOException e) {
            failure.addSuppressed(e);
            return new LogBrokenException("the log cannot be repaired: " + e.getMessage(), failure);
        }
        return isForLackOfRoom(failure)
                ? new LogFullException("the disk has no room for the record: " + failure.getMessage())
                : new LogBrokenException("the log cannot be written: " + failure.getMessage(), failure);
    }

    /** Java has no type for it, so it has to be read in the system's words. */
    private static boolean isForLackOfRoom(IOException failure) {
        String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left")
                || text.contains("quota exceeded")
                || text.contains("file too large")
                || text.contains("not enough space");
    }
}
