package io.causalgrid.kv.core.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.causalgrid.kv.core.disk.Disk;
import io.causalgrid.kv.core.simulation.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** A log on a simulated disk, whose tasks run only when the test says so. */
final class Rig {
    static final long SEGMENT_BYTES = 1 << 20;
    static final long PLENTY = 1L << 40;

    final SimulatedDisk disk;
    final Queue<Runnable> writerTasks = new ArrayDeque<>();
    final Queue<Runnable> readerTasks = new ArrayDeque<>();
    final SegmentedSiteLog log;

    private Rig(SimulatedDisk disk, LogSettings settings, long after) {
        this.disk = disk;
        this.log = open(disk, settings, after, this);
    }

    static Rig fsync() {
        return on(new SimulatedDisk());
    }

    static Rig interval() {
        return on(new SimulatedDisk(), new LogSettings(SEGMENT_BYTES, PLENTY, Durability.INTERVAL));
    }

    /** With segments, and so memory, for only a few records. */
    static Rig smallSegments() {
        return on(new SimulatedDisk(), new LogSettings(100, PLENTY, Durability.FSYNC));
    }

    static Rig on(SimulatedDisk disk) {
        return on(disk, new LogSettings(SEGMENT_BYTES, PLENTY, Durability.FSYNC));
    }

    static Rig on(SimulatedDisk disk, LogSettings settings) {
        return new Rig(disk, settings, 0);
    }

    static Rig startingAfter(long after) {
        return new Rig(new SimulatedDisk(), new LogSettings(SEGMENT_BYTES, PLENTY, Durability.FSYNC), after);
    }

    private static SegmentedSiteLog open(Disk disk, LogSettings settings, long after, Rig rig) {
        try {
            return SegmentedSiteLog.open(disk, settings, after, rig.writerTasks::add, rig.readerTasks::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs all tasks, and those that come of them. */
    void run() {
        while (!writerTasks.isEmpty() || !readerTasks.isEmpty()) {
            runAll(writerTasks);
            runAll(readerTasks);
        }
    }

    private static void runAll(Queue<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Puts the record {@code r<position>} into the queue. */
    CompletableFuture<Void> enqueue(long position) {
        return enqueue(position, "r" + position);
    }

    CompletableFuture<Void> enqueue(long position, String record) {
        return log.append(List.of(new LogEntry(position, record.getBytes(UTF_8))))
                .toCompletableFuture();
    }

    /** All these into the queue, to go in one batch if they fit. */
    List<CompletableFuture<Void>> enqueue(List<String> records) {
        var accepted = new ArrayList<CompletableFuture<Void>>();
        for (String record : records) {
            accepted.add(enqueue(log.end() + accepted.size() + 1, record));
        }
        return accepted;
    }

    CompletableFuture<Void> append(long position) {
        CompletableFuture<Void> accepted = enqueue(position);
        run();
        return accepted;
    }

    /** Each in its own batch. */
    void append(long from, long to) {
        for (long position = from; position <= to; position++) {
            append(position).join();
        }
    }

    void sync() {
        log.sync();
        run();
    }

    void close() {
        CompletableFuture<Void> closed = log.shutDown().toCompletableFuture();
        run();
        closed.join();
    }

    /** All that the log holds after that position and shows to that horizon. */
    List<String> records(SiteLog.Horizon horizon, long after) {
        var seen = new Seen();
        Subscription tail = log.tail(horizon, after, seen);
        int before;
        do {
            before = seen.records.size();
            tail.request(1000);
            run();
            if (seen.failure != null) {
                throw seen.failure;
            }
        } while (seen.records.size() > before);
        tail.cancel();
        return seen.records;
    }

    List<String> records() {
        return records(SiteLog.Horizon.ACCEPTED, log.start() - 1);
    }

    /** A file without the zeros at its end. */
    static byte[] written(byte[] content) {
        int end = content.length;
        while (end > 0 && content[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(content, end);
    }

    /** What {@link #append(long, long)} has written. */
    static List<String> written(long from, long to) {
        var records = new ArrayList<String>();
        for (long position = from; position <= to; position++) {
            records.add("r" + position);
        }
        return records;
    }
}
