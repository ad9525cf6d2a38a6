package io.causalgrid.kv.client;

import io.causalgrid.kv.client.error.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The client's virtual threads: one for each asynchronous call that is under way, and one for each watch. */
final class ClientThreads {
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Starts one. Fails if they are closed. */
    Thread start(String name, Runnable task) {
        Thread thread = Thread.ofVirtual().name("causalgrid " + name).unstarted(() -> {
            try {
                task.run();
            } finally {
                running.remove(Thread.currentThread());
            }
        });
        running.add(thread); // before it is looked whether they are closed, so that close sees it, or it sees close
        if (closed) {
            running.remove(thread);
            throw new UnavailableException("The client is closed", List.of());
        }
        thread.start();
        return thread;
    }

    /** Interrupts all but the calling one, and waits until they have ended, but not for ever. */
    void close(Duration patience) {
        closed = true;
        long until = System.nanoTime() + patience.toNanos();
        for (Thread thread : List.copyOf(running)) {
            if (!thread.equals(Thread.currentThread())) {
                thread.interrupt();
                if (!join(thread, Duration.ofNanos(Math.max(0, until - System.nanoTime())))) {
                    return;
                }
            }
        }
    }

    int running() {
        return running.size();
    }

    private static boolean join(Thread thread, Duration patience) {
        try {
            return thread.getState() == Thread.State.NEW || thread.join(patience);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
