package io.causalgrid.kv.service.api;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Collects a request's body. What is longer than allowed is read and forgotten, so that its sender gets to read the answer;
 * what is longer than any request may be is not waited for. On the request's event loop.
 */
final class RequestBody {
    private final long keptMax;
    private final long receivedMax;
    private long received;
    private @Nullable Buffer kept;

    /**
     * @param keptMax how many bytes are of use
     * @param receivedMax how many may be sent at all
     */
    RequestBody(long keptMax, long receivedMax) {
        this.keptMax = keptMax;
        this.receivedMax = receivedMax;
    }

    /** Who wants the body. One of the two is called, once; neither if the sender breaks off. */
    interface Reader {
        /** It is all there; of a body that is too long, one byte more than is of use. */
        void whole(Buffer body);

        /** More is sent than any request may send, and the rest is not read. */
        void endless();
    }

    /** Reads a request, of which nothing has been read yet. */
    void read(HttpServerRequest request, Reader reader) {
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.handler(chunk -> {
            received += chunk.length();
            if (received > receivedMax) {
                ignore(request);
                reader.endless();
            } else {
                keep(chunk);
            }
        });
        request.exceptionHandler(_ -> kept = null); // nobody is left to be answered
        request.endHandler(_ -> reader.whole(kept == null ? Buffer.buffer() : kept));
    }

    private void keep(Buffer chunk) {
        Buffer before = kept;
        if (before == null) {
            kept = chunk; // most bodies come in one piece
            return;
        }
        long room = keptMax + 1 - before.length();
        if (room > 0) {
            kept = before.appendBuffer(chunk, 0, (int) Math.min(room, chunk.length()));
        }
    }

    private static void ignore(HttpServerRequest request) {
        Handler<Buffer> nothing = _ -> {};
        request.handler(nothing);
        request.endHandler(_ -> {});
    }
}
