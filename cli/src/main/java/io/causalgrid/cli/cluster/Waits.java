package io.causalgrid.cli.cluster;

import io.causalgrid.cli.process.LogFile;
import io.causalgrid.cli.process.ProcessSpec;
import io.causalgrid.cli.process.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Waits until processes are ready or gone, and tells a listener meanwhile. */
final class Waits {

    private static final long POLL_MILLIS = 200;
    private static final int LAST_WORDS_LINES = 25;
    private static final int NOT_READY_LINES = 5;

    private final Readiness readiness;
    private final ClusterListener listener;

    Waits(Readiness readiness, ClusterListener listener) {
        this.readiness = readiness;
        this.listener = listener;
    }

    /**
     * Waits until each of them is ready, or is as far as it can get.
     *
     * @param settled whether a process that is not ready cannot get further by itself
     * @return whether all of them are ready
     * @throws ClusterException at once when one of them ends, with the last lines of its log; or after the time is up
     */
    boolean untilReady(List<ClusterRecord.Entry> entries, Duration patience, Predicate<ProcessSpec> settled) {
        long began = System.nanoTime();
        List<ClusterRecord.Entry> pending = new ArrayList<>(entries);
        boolean allReady = true;
        while (true) {
            pending.stream().filter(entry -> !entry.isRunning()).findFirst().ifPresent(entry -> {
                throw new ClusterException(entry.spec().name() + " has ended before it was ready. "
                        + endOfLog(entry.spec(), LAST_WORDS_LINES));
            });
            Set<String> ready = readiness.readyAmong(
                    pending.stream().map(ClusterRecord.Entry::spec).toList());
            Duration waited = Duration.ofNanos(System.nanoTime() - began);
            pending.stream()
                    .filter(entry -> ready.contains(entry.spec().name()))
                    .forEach(entry -> listener.ready(entry.spec(), waited));
            pending.removeIf(entry -> ready.contains(entry.spec().name()));
            allReady &= !pending.removeIf(entry -> settled.test(entry.spec()));
            if (pending.isEmpty()) {
                return allReady;
            }
            if (waited.compareTo(patience) > 0) {
                throw notReady(pending, patience);
            }
            listener.awaiting(names(pending), waited);
            pause();
        }
    }

    /** Waits until none of them runs; false when the time is up before. */
    boolean untilGone(List<ClusterRecord.Entry> entries, Duration patience) {
        long began = System.nanoTime();
        while (true) {
            List<ClusterRecord.Entry> running =
                    entries.stream().filter(ClusterRecord.Entry::isRunning).toList();
            Duration waited = Duration.ofNanos(System.nanoTime() - began);
            if (running.isEmpty() || waited.compareTo(patience) > 0) {
                return running.isEmpty();
            }
            listener.awaiting(names(running), waited);
            pause();
        }
    }

    private static ClusterException notReady(List<ClusterRecord.Entry> pending, Duration patience) {
        return new ClusterException("Not ready after %d s: %s\n%s"
                .formatted(
                        patience.toSeconds(),
                        String.join(", ", names(pending)),
                        pending.stream()
                                .map(entry -> endOfLog(entry.spec(), NOT_READY_LINES))
                                .collect(Collectors.joining("\n"))));
    }

    private static Set<String> names(List<ClusterRecord.Entry> entries) {
        return entries.stream().map(entry -> entry.spec().name()).collect(Collectors.toSet());
    }

    private static String endOfLog(ProcessSpec spec, int lineCount) {
        return new LogFile(spec.logFile()).quotedEnd(spec.name(), lineCount);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while waiting", e);
        }
    }
}
