package io.causalgrid.kv.core.log;

import static io.causalgrid.kv.core.log.SiteLog.Horizon.ACCEPTED;
import static io.causalgrid.kv.core.log.SiteLog.Horizon.DURABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A log of many files reads as one, and forgets from its beginning. */
class LogSegmentsTest {
    private final Rig rig = Rig.smallSegments();
    private final Seen seen = new Seen();

    @Test
    void aTailReadsAcrossSegmentsFromTheDiskAndThenFromMemory() {
        rig.append(1, 50);
        assertThat(rig.disk.names()).hasSizeGreaterThan(10);
        Subscription tail = rig.log.tail(DURABLE, 7, seen);

        while (seen.records.size() < 43) {
            tail.request(5);
            rig.run();
        }
        long reads = rig.disk.reads();
        tail.request(5);
        rig.append(51, 52);

        assertThat(seen.records).isEqualTo(Rig.written(8, 51));
        assertThat(rig.disk.reads()).isEqualTo(reads);
    }

    @Test
    void aTailThatIsFarBehindReadsManySmallBatchesAtOnce() {
        rig.append(1, 50);
        rig.log.tail(DURABLE, 0, seen).request(40);

        rig.run();

        assertThat(seen.records).isEqualTo(Rig.written(1, 40));
        assertThat(seen.batches).isEqualTo(1);
    }

    @Test
    void aTailThatIsBehindIsServedByTheReaderAndNeverByTheWriter() {
        rig.append(1, 50);
        Subscription tail = rig.log.tail(ACCEPTED, 0, seen);
        tail.request(1);
        assertThat(seen.batches).isZero();

        CompletableFuture<Void> accepted = rig.enqueue(51);
        while (!accepted.isDone()) {
            rig.writerTasks.remove().run();
        }

        assertThat(seen.batches).isZero();
        rig.run();
        assertThat(seen.records).containsExactly("r1");
    }

    @Test
    void aTailMayStartInTheMiddleOfALargeBatch() {
        Rig large = Rig.fsync();
        large.enqueue(Rig.written(1, 100));
        large.run();

        assertThat(Rig.on(large.disk).records(ACCEPTED, 57)).isEqualTo(Rig.written(58, 100));
    }

    @Test
    void truncationForgetsWholeSegmentsAndNeverTheActiveOne() {
        rig.append(1, 20);
        long size = rig.log.sizeBytes();
        long third = Segment.firstIn(rig.disk.names().get(2));

        truncateBefore(third + 1);

        assertThat(rig.log.start()).isEqualTo(third);
        assertThat(Segment.firstIn(rig.disk.names().getFirst())).isEqualTo(third);
        assertThat(rig.log.sizeBytes()).isLessThan(size);
        assertThat(rig.records()).isEqualTo(Rig.written(third, 20));

        truncateBefore(1000);

        assertThat(rig.disk.names()).hasSize(1);
        assertThat(rig.log.end()).isEqualTo(20);
        rig.append(21).join();
        assertThat(Rig.on(rig.disk).records()).isEqualTo(Rig.written(rig.log.start(), 21));
    }

    @Test
    void truncatingWhatIsAlreadyGoneChangesNothing() {
        rig.append(1, 20);
        truncateBefore(10);
        long start = rig.log.start();

        truncateBefore(3);

        assertThat(rig.log.start()).isEqualTo(start);
    }

    @Test
    void segmentsThatCannotBeDeletedAreForgottenAndGoTheNextTime() {
        rig.append(1, 20);
        int files = rig.disk.names().size();
        rig.disk.failAlways("Input/output error");

        truncateBefore(15);

        long start = rig.log.start();
        assertThat(start).isGreaterThan(10);
        assertThat(rig.disk.names()).hasSize(files);
        assertThatThrownBy(() -> rig.log.tail(ACCEPTED, 0, seen)).isInstanceOf(IllegalArgumentException.class);

        rig.disk.failAlways(null);
        truncateBefore(15);

        assertThat(Segment.firstIn(rig.disk.names().getFirst())).isEqualTo(start);
    }

    @Test
    void aCrashWhileSegmentsAreDeletedLeavesNoGap() {
        var random = new Random(1);
        for (int crashAt = 1; crashAt <= 12; crashAt++) {
            for (int run = 0; run < 20; run++) {
                Rig crashed = Rig.smallSegments();
                crashed.append(1, 50);
                var operations = new AtomicInteger(crashAt);
                crashed.disk.beforeEachOperation(() -> {
                    if (operations.decrementAndGet() == 0) {
                        throw new IllegalStateException("crash");
                    }
                });
                crashed.log.truncateBefore(45);
                assertThatThrownBy(crashed::run).hasMessage("crash");
                crashed.disk.crash(random);

                Rig again = Rig.on(crashed.disk);

                assertThat(again.log.start()).isLessThanOrEqualTo(45);
                assertThat(again.records()).isEqualTo(Rig.written(again.log.start(), 50));
            }
        }
    }

    @Test
    void aTailWhoseNextRecordIsTruncatedFailsAtItsNextRequest() {
        rig.append(1, 20);
        Subscription tail = rig.log.tail(ACCEPTED, 0, seen);
        tail.request(2);
        rig.run();

        truncateBefore(15);
        tail.request(2);
        rig.run();

        assertThat(seen.records).containsExactly("r1", "r2");
        assertThat(seen.failure).isInstanceOf(LogTruncatedException.class).hasMessageContaining("record 3");
    }

    @Test
    void aTailThatComesToADamagedPlaceFails() {
        rig.append(1, 50);
        String second = rig.disk.names().get(1);
        byte[] content = Rig.written(rig.disk.content(second));
        content[content.length - 1] ^= 1;
        rig.disk.put(second, content);
        Subscription tail = rig.log.tail(ACCEPTED, 0, seen);

        tail.request(20);
        rig.run();

        assertThat(seen.failure).isInstanceOf(CorruptLogException.class).hasMessageContaining(second);
    }

    @Test
    void sizeBytesIsWhatIsWrittenInTheFiles() {
        rig.append(1, 33);

        long files = rig.disk.names().stream()
                .mapToLong(name -> Rig.written(rig.disk.content(name)).length)
                .sum();

        assertThat(rig.log.sizeBytes()).isEqualTo(files);
        assertThat(Rig.on(rig.disk).log.sizeBytes()).isEqualTo(files);
    }

    private void truncateBefore(long position) {
        rig.log.truncateBefore(position);
        rig.run();
    }
}
