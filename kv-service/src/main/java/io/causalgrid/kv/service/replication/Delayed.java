package io.causalgrid.kv.service.replication;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Holds bytes back for as long as the link's fault says, in their order, and tells the stream when these are as many as it
 * should hold. Without a delay they pass at once, unless others still wait before them. Belongs to the link's context; a
 * timer always releases the oldest, so timers that fire in the wrong order do not change the order of the bytes.
 */
final class Delayed implements Handler<Buffer> {
    private static final long HELD_BYTES_MAX = 8L << 20;

    /** Makes the delay of a new stream. */
    @FunctionalInterface
    interface Factory {
        /**
         * A handler that holds bytes back before it hands them to the next.
         *
         * @param full told whether no more should come for now
         */
        Handler<Buffer> before(Handler<Buffer> next, Consumer<Boolean> full);
    }

    private final Context context;
    private final InstantSource clock;
    private final Supplier<Duration> delay;
    private final Handler<Buffer> next;
    private final Consumer<Boolean> full;
    private long lastDueMillis;
    private long heldBytes;
    private final Queue<Buffer> held = new ArrayDeque<>();

    Delayed(
            Context context,
            InstantSource clock,
            Supplier<Duration> delay,
            Handler<Buffer> next,
            Consumer<Boolean> full) {
        this.context = context;
        this.clock = clock;
        this.delay = delay;
        this.next = next;
        this.full = full;
    }

    @Override
    public void handle(Buffer bytes) {
        long delayMillis = delay.get().toMillis();
        if (delayMillis == 0 && held.isEmpty()) {
            next.handle(bytes);
            return;
        }
        long now = clock.millis();
        lastDueMillis = Math.max(now + Math.max(1, delayMillis), lastDueMillis);
        held.add(bytes);
        heldBytes += bytes.length();
        if (heldBytes >= HELD_BYTES_MAX) {
            full.accept(true);
        }
        context.owner().setTimer(lastDueMillis - now, _ -> release());
    }

    private void release() {
        Buffer oldest = held.remove();
        boolean wasFull = heldBytes >= HELD_BYTES_MAX;
        heldBytes -= oldest.length();
        if (wasFull && heldBytes < HELD_BYTES_MAX) {
            full.accept(false);
        }
        next.handle(oldest);
    }
}
