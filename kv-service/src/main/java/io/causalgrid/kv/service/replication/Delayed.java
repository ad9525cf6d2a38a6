package io.causalgrid.kv.service.replication;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Holds bytes back for as long as the link's fault says, in their order. Without a delay they pass at once, unless
 * others still wait before them. Belongs to the link's context; a timer always releases the oldest, so timers that fire
 * in the wrong order do not change the order of the bytes.
 */
final class Delayed implements Handler<Buffer> {
    /** Makes the delay of a new stream. */
    @FunctionalInterface
    interface Factory {
        /** A handler that holds bytes back before it hands them to the next. */
        Handler<Buffer> before(Handler<Buffer> next);
    }

    private final Context context;
    private final InstantSource clock;
    private final Supplier<Duration> delay;
    private final Handler<Buffer> next;
    private long lastDueMillis;
    private final Queue<Buffer> held = new ArrayDeque<>();

    Delayed(Context context, InstantSource clock, Supplier<Duration> delay, Handler<Buffer> next) {
        this.context = context;
        this.clock = clock;
        this.delay = delay;
        this.next = next;
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
        context.owner().setTimer(lastDueMillis - now, _ -> next.handle(held.remove()));
    }
}
