package io.causalgrid.kv.client.watch;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A body as it comes in, for one thread that may wait only so long. It asks for the next piece when its reader has taken the
 * last, so that a slow reader slows the sender down.
 */
final class ByteFeed implements BodySubscriber<ByteFeed>, AutoCloseable {
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>(); // one piece, and one end
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

    private sealed interface Piece {}

    private record Bytes(List<ByteBuffer> buffers) implements Piece {}

    private record End(@Nullable Throwable failure) implements Piece {}

    /** The next bytes; empty at the end. Fails if the connection breaks, or nothing comes for that long. */
    Optional<List<ByteBuffer>> next(Duration patience) throws IOException, InterruptedException {
        Piece piece = pieces.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        return switch (piece) {
            case null -> throw new IOException("nothing was heard for " + patience.toSeconds() + " s");
            case Bytes(List<ByteBuffer> buffers) -> {
                subscription.join().request(1);
                yield Optional.of(buffers);
            }
            case End(Throwable failure) -> {
                if (failure != null) {
                    throw new IOException("the connection broke", failure);
                }
                yield Optional.empty();
            }
        };
    }

    /** Gives the connection up. */
    @Override
    public void close() {
        var _ = subscription.thenAccept(Flow.Subscription::cancel);
    }

    @Override
    public CompletionStage<ByteFeed> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription granted) {
        subscription.complete(granted);
        granted.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(new Bytes(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        pieces.add(new End(failure));
    }

    @Override
    public void onComplete() {
        pieces.add(new End(null));
    }
}
