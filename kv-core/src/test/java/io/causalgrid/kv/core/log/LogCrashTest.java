package io.causalgrid.kv.core.log;

import static io.causalgrid.kv.core.log.SiteLog.Horizon.DURABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.simulation.SimulatedDisk;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The machine stops at any operation on the disk, and any sector that was not synced may be lost; then, often, it stops
 * again while the log is being opened.
 */
class LogCrashTest {
    private static final int SEEDS = 25;

    /** Small enough for several segments, large enough for a batch of several sectors. */
    private static final long SEGMENT_BYTES = 4000;

    @ParameterizedTest
    @EnumSource
    void afterACrashAtAnyOperationTheLogHoldsWhatItPromised(Durability durability) {
        int operations = new Run(durability, Integer.MAX_VALUE).goOn().operations;
        assertThat(operations).isGreaterThan(50);

        for (int crashAt = 1; crashAt <= operations; crashAt++) {
            for (long seed : new Random(crashAt).longs(SEEDS).toArray()) {
                try {
                    Run run = new Run(durability, crashAt).goOn();
                    run.judge(new Random(seed));
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("crash at operation " + crashAt + ", seed " + seed, e);
                }
            }
        }
    }

    private static final class Crash extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    private record Attempt(
            long position, String record, CompletableFuture<Void> accepted, CompletableFuture<Void> durable) {}

    /** One process: what it tried, what it was told, and its end. */
    private static final class Run {
        private final LogSettings settings;
        private final SimulatedDisk disk = new SimulatedDisk();
        private final List<Attempt> attempts = new ArrayList<>();
        private int operations;
        private long truncatedBefore = 1;

        Run(Durability durability, int crashAt) {
            this.settings = new LogSettings(SEGMENT_BYTES, Rig.PLENTY, durability);
            disk.beforeEachOperation(() -> {
                operations++;
                if (operations == crashAt) {
                    throw new Crash();
                }
            });
        }

        Run goOn() {
            try {
                live(Rig.on(disk, settings));
            } catch (Crash e) {
                // that is what it is for
            }
            disk.beforeEachOperation(() -> {});
            return this;
        }

        private void live(Rig rig) {
            for (int round = 1; round <= 20; round++) {
                for (int i = 0; i < round % 4; i++) {
                    attempt(rig, rig.log.end() + 1 + i);
                }
                switch (round) {
                    case 5, 14 -> disk.failNextWrite("No space left on device", 700);
                    case 9, 18 -> disk.failNextSync("Input/output error");
                    default -> {}
                }
                rig.run();
                if (round % 3 == 0) {
                    rig.sync();
                }
                if (round == 16) {
                    truncatedBefore = rig.log.end() - 2;
                    rig.log.truncateBefore(truncatedBefore);
                }
            }
            rig.close();
        }

        private void attempt(Rig rig, long position) {
            String record = "%d/%d/".formatted(position, attempts.size()) + "x".repeat(150 * (attempts.size() % 5));
            attempts.add(new Attempt(
                    position,
                    record,
                    rig.enqueue(position, record),
                    rig.log.whenDurable(position).toCompletableFuture()));
        }

        void judge(Random random) {
            disk.crash(random);
            if (random.nextBoolean()) {
                crashWhileOpening(random);
            }
            Rig rig = Rig.on(disk, settings);
            judge(rig);
            CompletableFuture<Void> accepted = rig.enqueue(rig.log.end() + 1, "after the crash");
            rig.close();
            assertThat(accepted).isCompleted();

            disk.crash(random);
            List<String> records = Rig.on(disk, settings).records(DURABLE, rig.log.start() - 1);
            assertThat(records).last().isEqualTo("after the crash");
            assertThat(records).hasSize((int) (rig.log.end() - rig.log.start() + 1));
        }

        private void crashWhileOpening(Random random) {
            int crashAt = random.nextInt(25);
            var done = new int[1];
            disk.beforeEachOperation(() -> {
                if (done[0] == crashAt) {
                    throw new Crash();
                }
                done[0]++;
            });
            try {
                assertThat(Rig.on(disk, settings).log.end()).isNotNegative();
            } catch (Crash e) {
                // that is what it is for
            }
            disk.beforeEachOperation(() -> {});
            disk.crash(random);
        }

        private void judge(Rig rig) {
            Map<Long, String> accepted = new TreeMap<>();
            Map<Long, String> undecided = new TreeMap<>();
            long durable = 0;
            for (Attempt attempt : attempts) {
                if (!attempt.accepted.isDone()) {
                    undecided.put(attempt.position, attempt.record);
                } else if (!attempt.accepted.isCompletedExceptionally()) {
                    accepted.put(attempt.position, attempt.record);
                }
                if (attempt.durable.isDone() && !attempt.durable.isCompletedExceptionally()) {
                    durable = Math.max(durable, attempt.position);
                }
            }
            long promised = settings.durability() == Durability.FSYNC ? accepted.size() : durable;
            assertThat(rig.log.end()).isGreaterThanOrEqualTo(promised);
            assertThat(rig.log.start()).isLessThanOrEqualTo(truncatedBefore);
            assertThat(rig.records()).isEqualTo(expected(rig.log, accepted, undecided));
        }

        /** What was accepted, and after all of it only what nobody had been told about. */
        private static List<String> expected(SiteLog log, Map<Long, String> accepted, Map<Long, String> undecided) {
            var expected = new ArrayList<String>();
            for (long position = log.start(); position <= log.end(); position++) {
                expected.add(accepted.getOrDefault(position, undecided.getOrDefault(position, "nothing")));
            }
            return expected;
        }
    }
}
