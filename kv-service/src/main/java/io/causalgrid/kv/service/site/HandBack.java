package io.causalgrid.kv.service.site;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives results back to the event loops that asked for them: all that one task of the replica's thread has for an event
 * loop in one piece, so that it is woken once. For the replica's thread.
 */
final class HandBack {
    private final SiteThread thread;
    private final Map<EventLoop, List<Result>> results = new HashMap<>();

    /** To whom a result goes: a request that is served by an event loop, or anybody else, who gets it at once. */
    record Receiver(@Nullable ContextInternal context) {
        /** The one who asks now. */
        static Receiver current() {
            return Vertx.currentContext() instanceof ContextInternal context && context.isEventLoopContext()
                    ? new Receiver(context)
                    : new Receiver(null);
        }
    }

    private record Result(ContextInternal context, Runnable receipt) {}

    HandBack(SiteThread thread) {
        this.thread = thread;
    }

    /** Runs a receipt where the receiver is. */
    void give(Receiver receiver, Runnable receipt) {
        ContextInternal context = receiver.context();
        if (context == null) {
            receipt.run();
            return;
        }
        if (results.isEmpty()) {
            thread.whenTaskEnds(this::giveAll);
        }
        results.computeIfAbsent(context.nettyEventLoop(), _ -> new ArrayList<>())
                .add(new Result(context, receipt));
    }

    private void giveAll() {
        results.forEach((loop, all) ->
                loop.execute(() -> all.forEach(result -> result.context().dispatch(result.receipt()))));
        results.clear();
    }
}
