package io.causalgrid.kv.service.watch;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one client. Events go to its connection as long as that takes them, small ones together, and wait here
 * otherwise. Belongs to the connection's event loop.
 */
final class Outlet {
    /** As large as a chunk of several events may get. */
    static final int CHUNK_BYTES = 64 << 10;

    private final WriteStream<Buffer> connection;
    private final Function<Buffer, List<Buffer>> coding;
    private final Limits limits;
    private final WatchMetrics metrics;
    private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean moved = true;
    private @Nullable Runnable whenDrained;

    /** How many events may wait, and how many bytes; a single larger event may all the same. */
    record Limits(int events, long bytes) {}

    /** @param coding what goes to the connection for a chunk of events */
    Outlet(WriteStream<Buffer> connection, Function<Buffer, List<Buffer>> coding, Limits limits, WatchMetrics metrics) {
        this.connection = connection;
        this.coding = coding;
        this.limits = limits;
        this.metrics = metrics;
    }

    /** Takes events, unless others wait and it would become too many; false then. */
    boolean offer(List<Frame> frames) {
        long bytes = frames.stream().mapToLong(frame -> frame.bytes().length()).sum();
        if (!waiting.isEmpty()
                && (waiting.size() + frames.size() > limits.events || waitingBytes + bytes > limits.bytes)) {
            return false;
        }
        frames.forEach(frame -> add(frame.bytes()));
        drain();
        return true;
    }

    /** Takes events that were made for this client alone, at its pace. */
    void put(List<Buffer> events) {
        events.forEach(this::add);
        drain();
    }

    /** Runs the task once, when the connection has taken all and would take more. */
    void whenDrained(Runnable task) {
        whenDrained = task;
        drain();
    }

    /** Whether nothing waits. */
    boolean isIdle() {
        return waiting.isEmpty() && !connection.writeQueueFull();
    }

    /** Whether something waits, and the connection has taken nothing since this was asked last. */
    boolean isStuck() {
        boolean stuck = !isIdle() && !moved;
        moved = false;
        return stuck;
    }

    /** Forgets what waits, and writes this last event; the client may still read it. */
    void finish(Buffer last) {
        waiting.clear();
        waitingBytes = 0;
        whenDrained = null;
        write(last);
    }

    private void add(Buffer event) {
        waiting.add(event);
        waitingBytes += event.length();
        metrics.event();
    }

    private void drain() {
        while (!waiting.isEmpty() && !connection.writeQueueFull()) {
            write(nextChunk());
        }
        if (!isIdle()) {
            connection.drainHandler(_ -> {
                moved = true;
                drain();
            });
        } else if (whenDrained != null) {
            Runnable task = whenDrained;
            whenDrained = null;
            task.run();
        }
    }

    private void write(Buffer bytes) {
        moved = true;
        for (Buffer part : coding.apply(bytes)) {
            var _ = connection.write(part); // whether it fails, the connection's own handlers tell
        }
    }

    /** As many events as make a chunk; a single one is passed on as it is, since others send the same bytes. */
    private Buffer nextChunk() {
        Buffer first = take();
        if (waiting.isEmpty() || first.length() + waiting.getFirst().length() > CHUNK_BYTES) {
            return first;
        }
        Buffer chunk = Buffer.buffer(CHUNK_BYTES).appendBuffer(first);
        while (!waiting.isEmpty() && chunk.length() + waiting.getFirst().length() <= CHUNK_BYTES) {
            chunk.appendBuffer(take());
        }
        return chunk;
    }

    private Buffer take() {
        Buffer next = waiting.remove();
        waitingBytes -= next.length();
        return next;
    }
}
