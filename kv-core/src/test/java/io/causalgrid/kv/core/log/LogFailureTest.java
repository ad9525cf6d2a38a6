package io.causalgrid.kv.core.log;

import static io.causalgrid.kv.core.log.SiteLog.Horizon.ACCEPTED;
import static io.causalgrid.kv.core.log.SiteLog.Horizon.DURABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the disk refuses is refused, is nowhere to be seen, and does not come back. */
class LogFailureTest {
    private static final String NO_SPACE = "No space left on device";
    private static final String BAD = "Input/output error";

    private final Rig rig = Rig.fsync();

    @Test
    void aWriteWithoutSpaceIsRefusedWithAllBehindItAndTheNextOneSimplyWorks() {
        rig.append(1).join();
        CompletableFuture<Void> failed = rig.enqueue(2);
        rig.disk.failNextWrite(NO_SPACE, 20);
        var behind = new AtomicReference<@Nullable CompletableFuture<Void>>();
        rig.disk.beforeEachOperation(() -> behind.updateAndGet(there -> there == null ? rig.enqueue(3) : there));

        rig.run();

        assertThat(failed.exceptionNow()).isInstanceOf(LogFullException.class).hasMessageContaining(NO_SPACE);
        assertThat(behind.get())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(LogSequenceException.class);
        assertThat(rig.append(2)).isCompleted();
        assertThat(rig.records()).containsExactly("r1", "r2");
        assertThat(rig.disk.names()).hasSize(1);
    }

    @Test
    void aWriteThatFailsAfterItsLastByteDoesNotComeBack() {
        var random = new Random(1);
        for (int run = 0; run < 20; run++) {
            Rig failing = Rig.fsync();
            failing.append(1).join();
            failing.disk.failNextWrite(BAD, Integer.MAX_VALUE);

            assertThat(failing.append(2).exceptionNow())
                    .isInstanceOf(LogBrokenException.class)
                    .hasMessageContaining(BAD);

            failing.disk.crash(random);
            assertThat(Rig.on(failing.disk).records()).containsExactly("r1");
        }
    }

    @Test
    void afterAFailedSyncTheLogGoesOnInANewSegment() {
        rig.append(1).join();
        rig.disk.failNextSync(BAD);

        assertThat(rig.append(2).exceptionNow()).isInstanceOf(LogBrokenException.class);
        assertThat(rig.enqueue(2, "another")).isNotDone();
        rig.run();

        assertThat(rig.records()).containsExactly("r1", "another");
        assertThat(rig.disk.names()).containsExactly("00000000000000000001.log", "00000000000000000002.log");
        rig.disk.crash(new Random(1));
        assertThat(Rig.on(rig.disk).records()).containsExactly("r1", "another");
    }

    @Test
    void aFailedSyncOfTheVeryFirstBatchReplacesTheEmptySegment() {
        rig.disk.failNextSync(BAD);

        assertThat(rig.append(1)).isCompletedExceptionally();

        assertThat(rig.append(1)).isCompleted();
        assertThat(rig.disk.names()).hasSize(1);
        assertThat(rig.log.sizeBytes()).isEqualTo(Rig.written(rig.disk.content(Segment.name(1))).length);
        rig.disk.crash(new Random(1));
        assertThat(Rig.on(rig.disk).records()).containsExactly("r1");
    }

    @Test
    void whileTheDiskStaysBadAppendsFailAndWhenItIsGoodAgainTheyWork() {
        rig.append(1).join();
        rig.disk.failAlways(BAD);

        assertThat(rig.append(2).exceptionNow()).isInstanceOf(LogBrokenException.class);
        assertThat(rig.append(2).exceptionNow()).isInstanceOf(LogBrokenException.class);
        assertThat(rig.records()).containsExactly("r1");

        rig.disk.failAlways(null);

        assertThat(rig.append(2)).isCompleted();
        assertThat(rig.records()).containsExactly("r1", "r2");
        rig.disk.crash(new Random(1));
        assertThat(Rig.on(rig.disk).records()).containsExactly("r1", "r2");
    }

    @Test
    void aFailureToBeginANewSegmentIsRefusedAndTriedAgain() {
        Rig small = Rig.smallSegments();
        while (small.log.sizeBytes() < 100) {
            small.append(small.log.end() + 1).join();
        }
        long next = small.log.end() + 1;
        small.disk.failNextWrite(NO_SPACE, 5);

        assertThat(small.append(next).exceptionNow()).isInstanceOf(LogFullException.class);
        assertThat(small.disk.names()).contains(Segment.name(next));

        assertThat(small.append(next)).isCompleted();
        assertThat(small.records()).isEqualTo(Rig.written(1, next));
        assertThat(Rig.on(small.disk).records()).isEqualTo(Rig.written(1, next));
    }

    @Test
    void inIntervalModeAFailedSyncTakesNothingBackThatWasAccepted() {
        Rig interval = Rig.interval();
        var seen = new Seen();
        var others = new Seen();
        interval.append(1).join();
        interval.sync();
        interval.append(2, 4);
        interval.disk.failNextSync(BAD);

        interval.sync();

        interval.append(5).join();
        interval.sync();
        interval.log.tail(ACCEPTED, 0, seen).request(10);
        interval.log.tail(DURABLE, 0, others).request(10);
        interval.run();
        assertThat(seen.records).isEqualTo(Rig.written(1, 5));
        assertThat(others.records).isEqualTo(Rig.written(1, 5));
        interval.disk.crash(new Random(1));
        assertThat(Rig.on(interval.disk).records()).isEqualTo(Rig.written(1, 5));
    }

    @Test
    void inIntervalModeADiskThatIsBadForLongHoldsDurabilityBackAndLosesNothing() {
        Rig interval = Rig.interval();
        interval.append(1, 3);
        CompletableFuture<Void> durable = interval.log.whenDurable(3).toCompletableFuture();
        interval.disk.failAlways(BAD);

        interval.sync();
        assertThat(interval.append(4).exceptionNow()).isInstanceOf(LogBrokenException.class);
        interval.sync();

        assertThat(durable).isNotDone();
        assertThat(interval.records(DURABLE, 0)).isEmpty();
        assertThat(interval.records()).isEqualTo(Rig.written(1, 3));

        interval.disk.failAlways(null);
        interval.sync();

        assertThat(durable).isCompleted();
        interval.disk.crash(new Random(1));
        assertThat(Rig.on(interval.disk).records()).isEqualTo(Rig.written(1, 3));
    }

    @Test
    void inIntervalModeAFailedWriteLeavesWhatWasAcceptedBeforeIt() {
        Rig interval = Rig.interval();
        interval.append(1, 2);
        interval.disk.failNextWrite(NO_SPACE, 10);

        assertThat(interval.append(3).exceptionNow()).isInstanceOf(LogFullException.class);

        interval.append(3).join();
        interval.sync();
        assertThat(Rig.on(interval.disk).records()).isEqualTo(Rig.written(1, 3));
    }

    /** Nobody can do better: the disk has it, and does not let go of it. */
    @Test
    void whatWasRefusedMayComeBackOnlyIfTheProcessEndsBeforeTheDiskIsGoodAgain() {
        rig.append(1).join();
        rig.disk.failNextSync(BAD);
        var operations = new AtomicInteger();
        rig.disk.beforeEachOperation(() -> {
            if (operations.incrementAndGet() == 3) { // after the write and the sync comes the repair
                rig.disk.failAlways(BAD);
            }
        });
        assertThat(rig.append(2).exceptionNow()).isInstanceOf(LogBrokenException.class);
        assertThat(rig.enqueue(2, "another")).isNotDone();
        rig.run();
        assertThat(rig.records()).containsExactly("r1");

        rig.disk.failAlways(null);
        rig.disk.kill();

        assertThat(Rig.on(rig.disk).records()).containsExactly("r1", "r2");
    }

    @Test
    void closingSaysWhenAcceptedRecordsCouldNotBeMadeDurable() {
        Rig interval = Rig.interval();
        interval.append(1).join();
        interval.disk.failAlways(BAD);

        CompletableFuture<Void> closed = interval.log.shutDown().toCompletableFuture();
        interval.run();

        assertThat(closed.exceptionNow()).isInstanceOf(LogBrokenException.class).hasMessageContaining(BAD);
    }
}
