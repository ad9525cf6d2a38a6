package io.causalgrid.kv.core.log;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A log in memory: it ends with its process, so each one is a new incarnation. A record is "durable" as soon as it is
 * appended. One lock guards the list; sinks are called outside it.
 */
public final class InMemorySiteLog implements SiteLog {
    private final String incarnation;
    private final long bytesMax;
    private final Object lock = new Object();
    private final Set<Tail> tails = new HashSet<>(); // guarded by lock
    private List<LogEntry> entries = new ArrayList<>(); // guarded by lock
    private long start = 1; // guarded by lock
    private long sizeBytes; // guarded by lock

    /**
     * An empty log.
     *
     * @param incarnation must be new for this site
     * @param bytesMax how many bytes of records it takes before it is full
     */
    public InMemorySiteLog(String incarnation, long bytesMax) {
        this.incarnation = incarnation;
        this.bytesMax = bytesMax;
    }

    @Override
    public String incarnation() {
        return incarnation;
    }

    @Override
    public CompletionStage<Long> append(byte[] bytes) {
        long position;
        List<Tail> waiting;
        synchronized (lock) {
            if (sizeBytes + bytes.length > bytesMax) {
                return CompletableFuture.failedStage(new LogFullException(bytesMax));
            }
            position = start + entries.size();
            entries.add(new LogEntry(position, bytes));
            sizeBytes += bytes.length;
            waiting = List.copyOf(tails);
        }
        waiting.forEach(Tail::deliver);
        return CompletableFuture.completedStage(position);
    }

    @Override
    public Subscription tail(long after, BatchSink sink) {
        synchronized (lock) {
            if (after < start - 1 || after > end()) {
                throw new IllegalArgumentException("the log holds " + start + " to " + end() + ", not after " + after);
            }
            var tail = new Tail(after, sink);
            tails.add(tail);
            return tail;
        }
    }

    @Override
    public long start() {
        synchronized (lock) {
            return start;
        }
    }

    @Override
    public long end() {
        synchronized (lock) {
            return start + entries.size() - 1;
        }
    }

    @Override
    public long sizeBytes() {
        synchronized (lock) {
            return sizeBytes;
        }
    }

    @Override
    public void truncateBefore(long position) {
        synchronized (lock) {
            int dropped = Math.clamp(position - start, 0, entries.size());
            entries.subList(0, dropped).forEach(entry -> sizeBytes -= entry.bytes().length);
            entries = new ArrayList<>(entries.subList(dropped, entries.size()));
            start += dropped;
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            tails.clear();
        }
    }

    /** Hands out batches one at a time: the demand that a delivery takes away is what keeps a second one out. */
    private final class Tail implements Subscription {
        private final BatchSink sink;
        private long delivered; // guarded by lock
        private int demand; // guarded by lock

        Tail(long after, BatchSink sink) {
            this.delivered = after;
            this.sink = sink;
        }

        @Override
        public void request(int recordsMax) {
            if (recordsMax < 1) {
                throw new IllegalArgumentException("a batch holds at least one record, not " + recordsMax);
            }
            synchronized (lock) {
                if (demand > 0) {
                    throw new IllegalStateException("the batch asked for before has not come yet");
                }
                demand = recordsMax;
            }
            deliver();
        }

        @Override
        public void cancel() {
            synchronized (lock) {
                tails.remove(this);
                demand = 0;
            }
        }

        private void deliver() {
            List<LogEntry> batch = take();
            if (batch != null) {
                sink.accept(batch);
            }
        }

        private @Nullable List<LogEntry> take() {
            synchronized (lock) {
                int from = (int) (delivered + 1 - start);
                int count = Math.min(demand, entries.size() - from);
                if (from < 0 || count <= 0 || !tails.contains(this)) {
                    return null;
                }
                demand = 0;
                delivered += count;
                return List.copyOf(entries.subList(from, from + count));
            }
        }
    }
}
