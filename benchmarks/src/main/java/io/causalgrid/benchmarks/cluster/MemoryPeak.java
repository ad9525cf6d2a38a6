package io.causalgrid.benchmarks.cluster;

import java.util.List;

/** The most that any of some replicas had in memory, of several looks in a second. */
public final class MemoryPeak {
    private static final long LOOK_NANOS = 250_000_000;

    private final List<BenchReplica> replicas;
    private long lookedNanos = System.nanoTime() - LOOK_NANOS;
    private long heapBytes;
    private long residentBytes;

    /** Of these, which run. */
    public MemoryPeak(List<BenchReplica> replicas) {
        this.replicas = List.copyOf(replicas);
    }

    /** Looks, if the last look is long enough ago not to disturb. */
    public void look() {
        if (System.nanoTime() - lookedNanos < LOOK_NANOS) {
            return;
        }
        lookedNanos = System.nanoTime();
        for (BenchReplica replica : replicas) {
            heapBytes = Math.max(heapBytes, replica.heapBytes().orElse(0L));
            residentBytes = Math.max(residentBytes, replica.memory().residentBytes());
        }
    }

    /** On the heap, garbage included. */
    public long heapBytes() {
        return heapBytes;
    }

    /** In all. */
    public long residentBytes() {
        return residentBytes;
    }
}
