package io.causalgrid.kv.service.storage;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one after the other without a thread of its own: on that of whoever brings one while none runs. He also runs those
 * that others bring meanwhile; they do not wait.
 */
final class CallersExecutor implements Executor {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unfinished = new AtomicInteger();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (unfinished.getAndIncrement() == 0) {
            do {
                run(tasks.remove());
            } while (unfinished.decrementAndGet() > 0);
        }
    }

    /** The others' tasks must not suffer from one that throws, nor the caller from theirs. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
