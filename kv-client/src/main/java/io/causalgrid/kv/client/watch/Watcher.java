package io.causalgrid.kv.client.watch;

import io.causalgrid.kv.client.error.Problem;
import io.causalgrid.kv.client.routing.Route;
import io.causalgrid.kv.client.routing.Router;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a stream open at one of the endpoints, and a new one when it ends, until it is closed. Its listener runs on its thread:
 * one that takes its time slows the stream down, and if it takes too long the replica ends the stream, which is then resumed.
 */
public final class Watcher implements Watch {
    private final Router router;
    private final WatchStreams streams;
    private final WatchPoint point;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean closed;
    private volatile @Nullable Thread thread;

    public Watcher(Router router, WatchStreams streams, WatchRequest request, Consumer<? super WatchEvent> listener) {
        this.router = router;
        this.streams = streams;
        this.point = new WatchPoint(request, listener);
    }

    @Override
    public Optional<String> token() {
        return point.token();
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended.minimalCompletionStage();
    }

    @Override
    public void close() {
        closed = true;
        Thread watching = thread;
        if (watching != null && !watching.equals(Thread.currentThread())) {
            watching.interrupt();
        }
    }

    /** Watches on this thread until the watch ends. */
    public void run() {
        thread = Thread.currentThread();
        try {
            watch();
            ended.complete(null);
        } catch (InterruptedException e) {
            ended.complete(null); // the thread is the watch's own, and only its end interrupts it
        } catch (RuntimeException e) {
            endedBy(e);
        } catch (Error e) {
            ended.completeExceptionally(e);
            throw e;
        }
    }

    /** A listener that waits, or asks the store something, is interrupted by the end too. */
    private void endedBy(RuntimeException failure) {
        if (isOver()) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(failure);
        }
    }

    private boolean isOver() {
        return closed || router.isClosed();
    }

    private void watch() throws InterruptedException {
        Route route = router.newRoute();
        Problem gone = null;
        while (!isOver()) {
            switch (route.next()) {
                case Route.Pause(Duration time) -> {
                    if (gone != null) { // and nobody in the round could continue
                        point.startOver(gone.summary());
                        gone = null;
                    }
                    router.pause(time);
                }
                case Route.Ask ask -> {
                    switch (streams.open(ask, point)) {
                        case WatchStreams.Refused refused ->
                            route.refused(ask.endpoint(), refused.retryAfter(), refused.canServe());
                        case WatchStreams.Gone(Problem problem) -> gone = problem;
                        case WatchStreams.Failed _ -> {}
                        case WatchStreams.Streamed(boolean progress) -> {
                            if (progress) {
                                router.shortPause();
                                route = router.newRoute();
                                gone = null;
                            }
                        }
                    }
                }
            }
        }
    }
}
