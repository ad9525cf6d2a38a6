package io.causalgrid.grid.service.peer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Time that goes by before somebody is asked again. */
public final class Pause {
    private Pause() {}

    /** Completes after that time; no thread waits for it. */
    public static CompletionStage<Void> of(Duration time) {
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
    }
}
