package io.causalgrid.kv.core.replica;

import io.causalgrid.kv.core.clock.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Those who wait until this site has applied what they have seen elsewhere; at most so many. */
final class Waits {
    private final int capacity;
    private final List<Wait> waits = new ArrayList<>();

    private record Wait(Predicate<VersionVector> enough, CompletableFuture<Void> reached) {}

    Waits(int capacity) {
        this.capacity = capacity;
    }

    /** False if there is no room; waits that their waiters have given up make room. */
    boolean add(Predicate<VersionVector> enough, CompletableFuture<Void> reached) {
        if (waits.size() >= capacity) {
            waits.removeIf(wait -> wait.reached().isDone());
        }
        return waits.size() < capacity && waits.add(new Wait(enough, reached));
    }

    void advance(VersionVector applied) {
        if (waits.isEmpty()) {
            return;
        }
        var reached = new ArrayList<Wait>();
        waits.removeIf(wait -> {
            boolean covered = wait.enough().test(applied);
            if (covered) {
                reached.add(wait);
            }
            return covered || wait.reached().isDone();
        });
        reached.forEach(wait -> wait.reached().complete(null));
    }
}
