package io.causalgrid.benchmarks.log;

import io.causalgrid.kv.core.disk.FileDisk;
import io.causalgrid.kv.core.log.Durability;
import io.causalgrid.kv.core.log.LogEntry;
import io.causalgrid.kv.core.log.LogSettings;
import io.causalgrid.kv.core.log.SegmentedSiteLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/** How fast the log of a site takes records: the bare group commit, with the settings that a replica has by default. */
public final class SiteLogRate {
    private static final long SEGMENT_BYTES = 64L << 20;
    private static final long BYTES_MAX = 8L << 30;
    private static final long SYNC_MILLIS = 50;

    private SiteLogRate() {}

    /**
     * Lets clients append to a new log, each its next record when its last is accepted.
     *
     * @param directory is empty, or not there
     * @return records a second
     * @throws IOException if the disk fails
     */
    public static double measure(Path directory, Durability durability, int clients, Duration time)
            throws IOException, InterruptedException {
        byte[] bytes = BenchRecord.bytes();
        var settings = new LogSettings(SEGMENT_BYTES, BYTES_MAX, durability);
        try (var writer = Executors.newSingleThreadExecutor();
                var syncs = Executors.newSingleThreadScheduledExecutor();
                var log = SegmentedSiteLog.open(
                        new FileDisk(directory), settings, 0, writer, ForkJoinPool.commonPool())) {
            if (durability == Durability.INTERVAL) {
                var _ = syncs.scheduleWithFixedDelay(log::sync, SYNC_MILLIS, SYNC_MILLIS, TimeUnit.MILLISECONDS);
            }
            double rate =
                    new ClosedLoop(position -> log.append(List.of(new LogEntry(position, bytes)))).run(clients, time);
            syncs.shutdownNow();
            return rate;
        }
    }
}
