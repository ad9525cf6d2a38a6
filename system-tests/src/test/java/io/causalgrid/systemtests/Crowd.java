package io.causalgrid.systemtests;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Many clients at once. */
final class Crowd {
    private Crowd() {}

    /** Lets so many clients begin together, and gives what each of them brings back. */
    static <T> List<T> of(int clients, IntFunction<T> client) {
        var together = new CountDownLatch(clients);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> results = IntStream.range(0, clients)
                    .mapToObj(i -> threads.submit(() -> {
                        together.countDown();
                        together.await();
                        return client.apply(i);
                    }))
                    .toList();
            return results.stream().map(Crowd::result).toList();
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            throw new AssertionError("a client failed", e.getCause());
        }
    }
}
