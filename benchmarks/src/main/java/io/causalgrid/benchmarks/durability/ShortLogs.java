package io.causalgrid.benchmarks.durability;

import io.causalgrid.benchmarks.cluster.BenchCluster;
import io.causalgrid.benchmarks.cluster.BenchReplica;
import io.causalgrid.benchmarks.cluster.MemoryPeak;
import io.causalgrid.benchmarks.cluster.Patience;
import io.causalgrid.benchmarks.cluster.ReplicaTroubleException;
import io.causalgrid.benchmarks.report.Heading;
import io.causalgrid.benchmarks.report.Recorder;
import io.causalgrid.benchmarks.report.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Measurements on a cluster whose logs forget soon, because their segments are small: what lies on the disk is the data,
 * and whoever comes back with an empty disk needs a snapshot.
 */
final class ShortLogs {
    private static final String NAME = "short-logs";
    private static final long SEGMENT_BYTES_MIN = 64 << 10;
    private static final long SEGMENT_BYTES_MAX = 4 << 20;
    private static final int SEGMENTS_OF_DATA = 32;
    private static final int SEGMENTS_LEFT = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final double MEGABYTE = 1e6;

    private final Workbench bench;
    private final Plan plan;
    private final Recorder recorder;
    private final long segmentBytes;

    ShortLogs(Workbench bench, Plan plan, Recorder recorder) {
        this.bench = bench;
        this.plan = plan;
        this.recorder = recorder;
        this.segmentBytes = Math.clamp(plan.dataBytes() / SEGMENTS_OF_DATA, SEGMENT_BYTES_MIN, SEGMENT_BYTES_MAX);
    }

    void measure() {
        BenchCluster cluster =
                bench.startCluster(NAME, Map.of("causalgrid.kv.log.segment-size", Long.toString(segmentBytes)));
        if (plan.wants(Measurement.MEMORY)) {
            memory(cluster.writer(), "idle");
        }
        if (plan.wants(Measurement.RESTART)) {
            restart(cluster.follower(), "no data");
        }
        bench.load(cluster, plan.keys());
        disk(cluster, "just loaded");
        awaitShortLogs(cluster);
        disk(cluster, "log truncated");
        if (plan.wants(Measurement.MEMORY)) {
            memory(cluster.writer(), "%,d keys".formatted(plan.keys()));
        }
        if (plan.wants(Measurement.RESTART)) {
            restart(cluster.follower(), "%,d keys, log truncated".formatted(plan.keys()));
        }
        if (plan.wants(Measurement.SNAPSHOT)) {
            for (int round = 1; round <= plan.rounds(); round++) {
                bench.say("snapshot, round " + round + " of " + plan.rounds());
                snapshot(cluster);
            }
        }
        bench.discard(cluster, NAME);
    }

    private void memory(BenchReplica replica, String when) {
        bench.say("memory, " + when);
        for (int round = 1; round <= plan.rounds(); round++) {
            add(Measurement.MEMORY, "heap after GC, " + when, replica.liveHeapBytes());
            add(Measurement.MEMORY, "resident, " + when, replica.memory().residentBytes());
        }
    }

    private void restart(BenchReplica replica, String when) {
        bench.say("restart, " + when);
        for (int round = 1; round <= plan.rounds(); round++) {
            replica.kill();
            recorder.add(Measurement.RESTART.heading(), when, Unit.SECONDS, replica.startUntilReady(PATIENCE));
        }
    }

    private void disk(BenchCluster cluster, String when) {
        if (plan.wants(Measurement.DISK)) {
            BenchReplica replica = cluster.writer();
            add(Measurement.DISK, "log, " + when, replica.logBytes());
            add(Measurement.DISK, "state, " + when, replica.stateBytes());
            recorder.add(
                    Measurement.DISK.heading(),
                    "log and state for a byte of data, " + when,
                    Unit.BYTES_PER_BYTE,
                    (double) (replica.logBytes() + replica.stateBytes()) / plan.dataBytes());
        }
    }

    /** The state is on the disk at the latest a minute after a write; then the log may forget it. */
    private void awaitShortLogs(BenchCluster cluster) {
        bench.say("waiting until the logs are truncated");
        for (BenchReplica replica : cluster.others()) {
            Patience.seconds("the log is truncated", PATIENCE, () -> replica.logBytes() < SEGMENTS_LEFT * segmentBytes);
        }
    }

    private void snapshot(BenchCluster cluster) {
        BenchReplica follower = cluster.follower();
        follower.kill();
        follower.loseDisk();
        var here = new MemoryPeak(List.of(follower));
        var there = new MemoryPeak(cluster.others());
        follower.start();
        double starting = Patience.seconds(
                "the follower answers", PATIENCE, () -> follower.standing().isPresent());
        double catchingUp = Patience.seconds("the follower has all keys", PATIENCE, () -> {
            here.look();
            there.look();
            return follower.currentStanding().keys() >= plan.keys() && follower.isReady();
        });
        if (follower.currentStanding().logRecords() >= plan.keys()) {
            throw new ReplicaTroubleException("the follower caught up by the log, not by a snapshot");
        }
        Heading heading = Measurement.SNAPSHOT.heading();
        recorder.add(heading, "from start until it answers", Unit.SECONDS, starting);
        recorder.add(heading, "from then until it has all and serves", Unit.SECONDS, catchingUp);
        recorder.add(heading, "data in that time", Unit.MEGABYTES_PER_SECOND, plan.dataBytes() / MEGABYTE / catchingUp);
        add(Measurement.SNAPSHOT, "heap with garbage, receiver, at most", here.heapBytes());
        add(Measurement.SNAPSHOT, "resident, receiver, at most", here.residentBytes());
        add(Measurement.SNAPSHOT, "heap with garbage, the others, at most", there.heapBytes());
        add(Measurement.SNAPSHOT, "resident, the others, at most", there.residentBytes());
    }

    private void add(Measurement measurement, String name, long bytes) {
        recorder.add(measurement.heading(), name, Unit.MEGABYTES, bytes / MEGABYTE);
    }
}
