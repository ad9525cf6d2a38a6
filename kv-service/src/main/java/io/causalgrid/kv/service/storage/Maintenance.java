package io.causalgrid.kv.service.storage;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The one thread that flushes, copies, installs and opens: one after the other, and never the state's owner. */
final class Maintenance implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("state-maintenance").factory());

    /** Does it later. */
    CompletionStage<Void> begin(Runnable work) {
        return CompletableFuture.runAsync(work, thread);
    }

    /** Does it and waits until it is done; throws what it throws. */
    void perform(Runnable work) {
        try {
            CompletableFuture.runAsync(work, thread).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Waits for what was begun. */
    @Override
    public void close() {
        thread.close();
    }
}
