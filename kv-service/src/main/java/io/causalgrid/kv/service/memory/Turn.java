package io.causalgrid.kv.service.memory;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;

/** What an exchange may use of the memory for a while; a client that is too slow with it is cut off. Any thread. */
public final class Turn {
    private static final long SLOW_MILLIS = 10_000;
    private static final long SLOW_BYTES_PER_MILLI = 256;

    private final Vertx vertx;
    private final MemoryPool.Share share;
    private final long deadline;

    /**
     * Begins.
     *
     * @param bytes how much is to cross the connection
     * @param crossed whether all has
     */
    Turn(RoutingContext context, MemoryPool.Share share, long bytes, BooleanSupplier crossed) {
        this.vertx = context.vertx();
        this.share = share;
        this.deadline = vertx.setTimer(SLOW_MILLIS + bytes / SLOW_BYTES_PER_MILLI, _ -> {
            if (!crossed.getAsBoolean()) {
                context.request().connection().close();
            }
        });
    }

    /** Needs no more than so many bytes. */
    public void shrinkTo(long bytes) {
        share.shrinkTo(bytes);
    }

    /** Lets others have their turn. Once more does nothing. */
    public void end() {
        vertx.cancelTimer(deadline);
        share.end();
    }
}
