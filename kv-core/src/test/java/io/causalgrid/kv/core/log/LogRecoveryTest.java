package io.causalgrid.kv.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.core.simulation.SimulatedDisk;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** What opening a log makes of files that are not as they should be. */
class LogRecoveryTest {
    private static final String FIRST = Segment.name(1);

    private final Rig rig = Rig.fsync();

    @Test
    void aTailTornAtAnyByteIsCutAndTheLogGoesOn() {
        rig.append(1, 3);
        int whole = content(rig).length;
        rig.append(4).join();
        byte[] content = content(rig);

        for (int length = whole + 1; length < content.length; length++) {
            Rig torn = Rig.on(diskWith(FIRST, Arrays.copyOf(content, length)));

            long cut = (long) Rig.written(Arrays.copyOf(content, length)).length - whole;
            assertThat(torn.log.recovery()).isEqualTo(new Recovery("/simulated/" + FIRST, whole, cut, 3));
            assertThat(content(torn)).hasSize(whole);
            torn.append(4, 5);
            assertThat(torn.records()).isEqualTo(Rig.written(1, 5));
        }
    }

    @Test
    void aTailWithAnyByteChangedIsCut() {
        rig.append(1, 3);
        int whole = content(rig).length;
        rig.append(4).join();

        for (int at = whole; at < content(rig).length; at++) {
            Rig torn = Rig.on(diskWith(FIRST, changed(content(rig), at)));

            assertThat(torn.records()).as("byte %d", at).isEqualTo(Rig.written(1, 3));
            assertThat(torn.log.recovery().hasCut()).isTrue();
        }
    }

    @Test
    void zerosAfterTheEndOfAFileWereFilledInAheadAndAreNoTear() {
        rig.append(1, 2);
        SimulatedDisk disk = diskWith(FIRST, Arrays.copyOf(content(rig), content(rig).length + 100_000));
        disk.put(Segment.name(3), Arrays.copyOf(SegmentHeader.encode(3).array(), 100_000));

        Rig again = Rig.on(disk);

        assertThat(again.log.recovery().hasCut()).isFalse();
        again.append(3).join();
        assertThat(again.records()).isEqualTo(Rig.written(1, 3));
    }

    @Test
    void zerosInThePlaceOfADurableBatchAreRefused() {
        rig.append(1).join();
        int second = content(rig).length;
        rig.append(2).join();
        int third = content(rig).length;
        rig.append(3).join();
        byte[] middle = content(rig);
        Arrays.fill(middle, second, third, (byte) 0);
        byte[] end = content(rig);
        Arrays.fill(end, second, end.length, (byte) 0);
        SimulatedDisk followed = diskWith(FIRST, end);
        followed.put(Segment.name(4), SegmentHeader.encode(4).array());

        assertThatThrownBy(() -> Rig.on(diskWith(FIRST, middle))).hasMessageContaining("from record 2 on");
        assertThatThrownBy(() -> Rig.on(followed)).hasMessageContaining("from record 2 on");
    }

    @Test
    void anyChangedByteInWhatWasDurableIsRefusedWithTheFileAndThePlace() {
        rig.append(1, 2);
        int durable = content(rig).length;
        rig.append(3, 4);

        for (int at = 0; at < durable; at++) {
            SimulatedDisk disk = diskWith(FIRST, changed(content(rig), at));

            assertThatThrownBy(() -> Rig.on(disk))
                    .as("byte %d", at)
                    .isInstanceOf(CorruptLogException.class)
                    .hasMessageContaining("/simulated/" + FIRST)
                    .hasMessageContaining("Restore");
            assertThat(disk.content(FIRST)).isEqualTo(changed(content(rig), at));
        }
    }

    @Test
    void theMessageSaysWhichRecordsAreLost() {
        rig.append(1).join();
        int second = content(rig).length;
        rig.append(2, 3);
        SimulatedDisk disk = diskWith(FIRST, changed(content(rig), second + BatchHeader.BYTES));

        assertThatThrownBy(() -> Rig.on(disk)).hasMessageContaining("damaged at byte " + second + ", from record 2 on");
    }

    @Test
    void inIntervalModeLaterBatchesAreNoEvidenceUntilOneWasWrittenAfterASync() {
        Rig interval = Rig.interval();
        interval.append(1, 3);
        byte[] unsynced = content(interval);
        interval.sync();
        interval.append(4).join();
        byte[] synced = content(interval);
        int inTheFirstBatch = SegmentHeader.BYTES + 10;

        assertThat(Rig.on(diskWith(FIRST, changed(unsynced, inTheFirstBatch))).records())
                .isEmpty();
        assertThatThrownBy(() -> Rig.on(diskWith(FIRST, changed(synced, inTheFirstBatch))))
                .isInstanceOf(CorruptLogException.class);
    }

    @Test
    void whatAKilledProcessHadWrittenIsDurableOnceTheNextOneHasOpenedIt() {
        Rig interval = Rig.interval();
        interval.append(1, 3);

        interval.disk.kill();
        Rig next = Rig.on(interval.disk);

        assertThat(next.log.whenDurable(3).toCompletableFuture()).isCompleted();
        next.disk.crash(new Random(1));
        assertThat(Rig.on(next.disk).records()).isEqualTo(Rig.written(1, 3));
    }

    @Test
    void aSegmentWhoseMakerWasKilledIsDurableOnceTheNextProcessHasOpenedIt() {
        var random = new Random(1);
        for (int run = 0; run < 20; run++) {
            var disk = new SimulatedDisk();
            var operations = new AtomicInteger(6); // the sixth makes the first segment's name durable
            disk.beforeEachOperation(() -> {
                if (operations.decrementAndGet() == 0) {
                    throw new IllegalStateException("killed");
                }
            });
            assertThatThrownBy(() -> Rig.on(disk)).hasMessage("killed");
            disk.kill();
            assertThat(disk.names()).containsExactly(FIRST);

            Rig.on(disk).append(1).join();
            disk.crash(random);

            assertThat(Rig.on(disk).records()).containsExactly("r1");
        }
    }

    @Test
    void aBatchHeaderInsideARecordIsNoEvidence() {
        rig.append(1, 9);
        Rig holder = Rig.fsync();
        CompletionStage<Void> accepted = holder.log.append(List.of(new LogEntry(1, content(rig))));
        holder.run();
        assertThat(accepted).isCompleted();
        byte[] content = content(holder);

        Rig torn = Rig.on(diskWith(FIRST, Arrays.copyOf(content, content.length - 1)));

        assertThat(torn.records()).isEmpty();
    }

    @Test
    void damageInAnyButTheLastSegmentIsRefused() {
        Rig small = Rig.smallSegments();
        small.append(1, 6);
        int length = content(small).length;

        for (int at = 0; at < length; at++) {
            SimulatedDisk changed = small.disk.copy();
            changed.put(FIRST, changed(content(small), at));
            assertThatThrownBy(() -> Rig.on(changed))
                    .isInstanceOf(CorruptLogException.class)
                    .hasMessageContaining(FIRST);
        }
        SimulatedDisk shortened = small.disk.copy();
        shortened.put(FIRST, Arrays.copyOf(content(small), length - 1));
        assertThatThrownBy(() -> Rig.on(shortened)).isInstanceOf(CorruptLogException.class);
    }

    @Test
    void aMissingSegmentIsRefused() {
        Rig small = Rig.smallSegments();
        small.append(1, 9);
        String second = small.disk.names().get(1);

        small.disk.remove(second);

        assertThatThrownBy(() -> Rig.on(small.disk))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("from record " + Segment.firstIn(second) + " on")
                .hasMessageContaining("missing");
    }

    @Test
    void aSegmentThatIsThereTwiceIsRefused() {
        Rig small = Rig.smallSegments();
        small.append(1, 9);
        SimulatedDisk copied = small.disk.copy();

        copied.put(Segment.name(2), content(small));
        assertThatThrownBy(() -> Rig.on(copied))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining(Segment.name(2));

        small.disk.put(Segment.name(10), content(small));
        assertThatThrownBy(() -> Rig.on(small.disk))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("by its header its first record is 1");
    }

    @Test
    void aLastSegmentWhoseCreationWasTornIsRemoved() {
        rig.append(1, 2);
        byte[] header = SegmentHeader.encode(3).array();

        for (int length = 0; length < header.length; length++) {
            SimulatedDisk disk = rig.disk.copy();
            disk.put(Segment.name(3), Arrays.copyOf(header, length));
            Rig again = Rig.on(disk);

            assertThat(again.log.recovery()).isEqualTo(new Recovery("/simulated/" + Segment.name(3), 0, length, 2));
            assertThat(disk.names()).containsExactly(FIRST);
            again.append(3).join();
            assertThat(again.records()).isEqualTo(Rig.written(1, 3));
        }
    }

    @Test
    void anEmptyLastSegmentIsGoneOnWith() {
        rig.append(1, 2);
        rig.disk.put(Segment.name(3), SegmentHeader.encode(3).array());

        Rig again = Rig.on(rig.disk);

        again.append(3).join();
        assertThat(again.records()).isEqualTo(Rig.written(1, 3));
        assertThat(rig.disk.names()).hasSize(2);
    }

    @Test
    void aSegmentOfANewerVersionIsLeftAlone() {
        ByteBuffer header = ByteBuffer.wrap(SegmentHeader.encode(1).array()).putInt(8, 2);
        var crc = new CRC32C();
        crc.update(header.array(), 0, 20);
        header.putInt(20, (int) crc.getValue());

        assertThatThrownBy(() -> Rig.on(diskWith(FIRST, header.array())))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("newer");
    }

    @Test
    void otherFilesInTheDirectoryDoNotMatter() {
        rig.append(1).join();
        rig.disk.put("LOCK", new byte[3]);
        rig.disk.put("99999999999999999999.log", new byte[3]);

        assertThat(Rig.on(rig.disk).records()).containsExactly("r1");
    }

    @Test
    void aClearedDiskBeginsAnewAndKeepsOtherFiles() throws Exception {
        Rig small = Rig.smallSegments();
        small.append(1, 9);
        small.close();
        small.disk.put("LOCK", new byte[3]);

        SegmentedSiteLog.clear(small.disk);

        assertThat(small.disk.names()).containsExactly("LOCK");
        assertThat(Rig.on(small.disk).log.end()).isZero();
    }

    private static SimulatedDisk diskWith(String name, byte[] content) {
        var disk = new SimulatedDisk();
        disk.put(name, content);
        return disk;
    }

    private static byte[] content(Rig rig) {
        return Rig.written(rig.disk.content(FIRST));
    }

    private static byte[] changed(byte[] content, int at) {
        byte[] changed = content.clone();
        changed[at] ^= 0x10;
        return changed;
    }
}
