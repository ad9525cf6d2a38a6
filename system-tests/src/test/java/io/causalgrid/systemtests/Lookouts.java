package io.causalgrid.systemtests;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Threads that look at something again and again until they are told to stop: one for each of several names. */
final class Lookouts implements AutoCloseable {
    private static final long PAUSE_MILLIS = 20;

    private final List<Thread> threads;
    private volatile boolean isOver;

    Lookouts(Collection<String> names, Consumer<String> look) {
        threads = names.stream()
                .map(name -> Thread.ofVirtual().name("watch " + name).start(() -> watch(name, look)))
                .toList();
    }

    private void watch(String name, Consumer<String> look) {
        try {
            while (!isOver) {
                look.accept(name);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        isOver = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
