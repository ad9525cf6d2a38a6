package io.causalgrid.benchmarks.durability;

import io.causalgrid.benchmarks.cluster.BenchCluster;
import io.causalgrid.benchmarks.cluster.BenchReplica;
import io.causalgrid.benchmarks.cluster.Meter;
import io.causalgrid.benchmarks.cluster.Patience;
import io.causalgrid.benchmarks.cluster.Standing;
import io.causalgrid.benchmarks.load.Clients;
import io.causalgrid.benchmarks.report.Heading;
import io.causalgrid.benchmarks.report.Recorder;
import io.causalgrid.benchmarks.report.Unit;
import java.time.Duration;
import java.util.Map;

/**
 * Measurements on a cluster whose logs forget nothing, because each is one segment: whoever comes back needs no snapshot,
 * and even a lost state can be folded anew.
 */
final class WholeLogs {
    private static final String NAME = "whole-logs";
    private static final String SEGMENT_SIZE = "7G";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int WRITE_BYTES = Clients.KEY_BYTES + Clients.VALUE_BYTES;
    private static final String WRITTEN = "written while the follower is away";
    private static final String FOLLOWED = "applied by the follower when it is back";

    private final Workbench bench;
    private final Plan plan;
    private final Recorder recorder;

    WholeLogs(Workbench bench, Plan plan, Recorder recorder) {
        this.bench = bench;
        this.plan = plan;
        this.recorder = recorder;
    }

    void measure() {
        BenchCluster cluster = bench.startCluster(NAME, Map.of("causalgrid.kv.log.segment-size", SEGMENT_SIZE));
        bench.load(cluster, plan.keys());
        if (plan.wants(Measurement.DISK)) {
            disk(cluster.writer(), "at the writer");
            disk(cluster.follower(), "at a follower");
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            if (plan.wants(Measurement.RESTART)) {
                bench.say("restart with the whole log, round %d of %d".formatted(round, plan.rounds()));
                restart(cluster.follower());
            }
            if (plan.wants(Measurement.FOLLOWER)) {
                bench.say("follower, round %d of %d".formatted(round, plan.rounds()));
                follow(cluster);
            }
        }
        if (plan.wants(Measurement.FOLLOWER)) {
            recorder.addRatio(Measurement.FOLLOWER.heading(), "applied / written", FOLLOWED, WRITTEN);
        }
        bench.discard(cluster, NAME);
    }

    private void disk(BenchReplica replica, String where) {
        recorder.add(
                Measurement.DISK.heading(),
                "log for a byte written, " + where,
                Unit.BYTES_PER_BYTE,
                (double) replica.logBytes()
                        / WRITE_BYTES
                        / replica.currentStanding().logRecords());
    }

    private void restart(BenchReplica replica) {
        Heading heading = Measurement.RESTART.heading();
        replica.kill();
        recorder.add(heading, "whole log", Unit.SECONDS, replica.startUntilReady(PATIENCE));
        replica.kill();
        replica.loseState();
        double seconds = replica.startUntilReady(PATIENCE);
        recorder.add(heading, "whole log, no state: all is folded", Unit.SECONDS, seconds);
        recorder.add(
                heading,
                "records folded in that time",
                Unit.PER_SECOND,
                replica.currentStanding().logRecords() / seconds);
    }

    private void follow(BenchCluster cluster) {
        BenchReplica writer = cluster.writer();
        BenchReplica follower = cluster.follower();
        follower.kill();
        long target = writer.currentStanding().applied() + plan.recordsBehind();
        var written = new Meter();
        bench.wrk().writeUntil(writer.url(), Clients.fastest(plan.keys()), () -> {
            long applied = writer.currentStanding().applied();
            written.look(applied);
            return applied >= target;
        });
        follower.start();
        var followed = new Meter();
        Patience.seconds("the follower has caught up", PATIENCE, () -> {
            long applied = follower.standing().map(Standing::applied).orElse(0L);
            if (applied > 0) {
                followed.look(applied);
            }
            return applied >= target;
        });
        Heading heading = Measurement.FOLLOWER.heading();
        recorder.add(heading, WRITTEN, Unit.PER_SECOND, written.perSecond());
        recorder.add(heading, FOLLOWED, Unit.PER_SECOND, followed.perSecond());
    }
}
