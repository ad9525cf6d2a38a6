package io.causalgrid.kv.core.log;

import static io.causalgrid.kv.core.log.SiteLog.Horizon.ACCEPTED;
import static io.causalgrid.kv.core.log.SiteLog.Horizon.DURABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.core.simulation.SimulatedDisk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SegmentedSiteLogTest {
    private final Rig rig = Rig.fsync();
    private final Seen seen = new Seen();

    @Test
    void anEmptyLogBeginsAfterThePositionThatIsNotNeeded() {
        Rig later = Rig.startingAfter(41);

        assertThat(later.log.start()).isEqualTo(42);
        assertThat(later.log.end()).isEqualTo(41);

        later.append(42).join();

        assertThat(later.log.end()).isEqualTo(42);
        assertThat(later.records()).containsExactly("r42");
    }

    @Test
    void anAppendIsCompleteOnlyWhenTheWriterHasSyncedIt() {
        CompletableFuture<Void> accepted = rig.enqueue(1);

        assertThat(accepted).isNotDone();
        assertThat(rig.log.end()).isZero();

        rig.run();

        assertThat(accepted).isCompleted();
        assertThat(rig.log.end()).isEqualTo(1);
        assertThat(rig.log.whenDurable(1).toCompletableFuture()).isCompleted();
    }

    @Test
    void whatWaitsTogetherIsSyncedOnceAndCompletesInOrder() {
        long before = rig.disk.syncs();
        var order = new ArrayList<Long>();
        var all = LongStream.rangeClosed(1, 100)
                .mapToObj(position -> rig.enqueue(position).thenRun(() -> order.add(position)))
                .toList();

        rig.run();

        assertThat(all).allMatch(CompletableFuture::isDone);
        assertThat(order).isSorted().hasSize(100);
        assertThat(rig.disk.syncs()).isEqualTo(before + 1);
    }

    @Test
    void aBatchIsBoundedInBytesAndTheRestFollowsInTheNext() {
        Rig small = Rig.smallSegments();
        long before = small.disk.syncs();
        CompletableFuture<Void> one = small.enqueue(1, "x".repeat(60));
        CompletableFuture<Void> two = small.enqueue(2, "y".repeat(60));

        small.run();

        assertThat(List.of(one, two)).allMatch(CompletableFuture::isDone);
        assertThat(small.disk.syncs()).isGreaterThan(before + 1);
    }

    @Test
    void aRecordForAnotherPositionIsRefusedInItsTurn() {
        var order = new ArrayList<String>();
        CompletableFuture<Void> first = rig.enqueue(1);
        CompletableFuture<Void> second = rig.enqueue(3);
        CompletableFuture<Void> third = rig.enqueue(2);
        var noted = List.of(
                first.handle((done, failure) -> order.add("first")),
                second.handle((done, failure) -> order.add("second")),
                third.handle((done, failure) -> order.add("third")));

        rig.run();

        assertThat(noted).allMatch(CompletableFuture::isDone);
        assertThat(order).containsExactly("first", "second", "third");
        assertThat(second.exceptionNow()).isInstanceOf(LogSequenceException.class);
        assertThat(rig.records()).containsExactly("r1", "r2");
    }

    @Test
    void aLogWithoutRoomRefusesAndKeepsWhatItHas() {
        Rig small = Rig.on(new SimulatedDisk(), new LogSettings(1000, 100, Durability.FSYNC));
        small.append(1).join();

        CompletableFuture<Void> refused = small.enqueue(2, "x".repeat(100));
        CompletableFuture<Void> behind = small.enqueue(3);
        small.run();

        assertThat(refused.exceptionNow()).isInstanceOf(LogFullException.class).hasMessageContaining("100 bytes");
        assertThat(behind.exceptionNow()).isInstanceOf(LogSequenceException.class);
        assertThat(small.records()).containsExactly("r1");
        assertThat(small.log.sizeBytes()).isLessThanOrEqualTo(100);
    }

    @Test
    void aTailSendsNothingUnaskedAndOneBatchForEachRequest() {
        Subscription tail = rig.log.tail(ACCEPTED, 0, seen);
        rig.append(1, 5);
        assertThat(seen.records).isEmpty();

        tail.request(3);
        rig.run();
        assertThat(seen.records).isEqualTo(Rig.written(1, 3));

        tail.request(3);
        rig.run();
        assertThat(seen.records).isEqualTo(Rig.written(1, 5));
        assertThat(seen.batches).isEqualTo(2);
    }

    @Test
    void whatIsInMemoryIsSentAtOnceAndWithoutTheReader() {
        Subscription tail = rig.log.tail(ACCEPTED, 0, seen);
        rig.append(1, 3);

        tail.request(2);
        assertThat(seen.records).containsExactly("r1", "r2");

        tail.request(2);
        assertThat(seen.records).containsExactly("r1", "r2", "r3");
        assertThat(rig.readerTasks).isEmpty();
    }

    @Test
    void aTailSendsNoMoreBytesAtATimeThanAReaderCanHold() {
        Rig roomy = Rig.on(new SimulatedDisk(), new LogSettings(64 << 20, Rig.PLENTY, Durability.FSYNC));
        Subscription tail = roomy.log.tail(ACCEPTED, 0, seen);
        roomy.enqueue(Collections.nCopies(4, "x".repeat(600 << 10)));
        roomy.run();

        tail.request(10);
        roomy.run();
        assertThat(seen.records).hasSize(2);

        tail.request(10);
        roomy.run();
        assertThat(seen.records).hasSize(4);
    }

    @Test
    void aRequestThatFindsNothingIsAnsweredByTheNextAppend() {
        Subscription tail = rig.log.tail(ACCEPTED, 0, seen);
        tail.request(10);

        rig.append(1, 2);

        assertThat(seen.records).containsExactly("r1");
    }

    @Test
    void aSecondRequestBeforeTheAnswerAndOneForNothingAreRefused() {
        Subscription tail = rig.log.tail(ACCEPTED, 0, seen);
        tail.request(10);

        assertThatThrownBy(() -> tail.request(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> tail.request(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTailCanStartAnywhereInTheLogAndNowhereElse() {
        rig.append(1, 3);
        rig.log.tail(ACCEPTED, 2, seen).request(10);
        rig.log.tail(ACCEPTED, 3, seen);

        rig.run();

        assertThat(seen.records).containsExactly("r3");
        assertThatThrownBy(() -> rig.log.tail(ACCEPTED, 4, seen)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Rig.startingAfter(5).log.tail(ACCEPTED, 4, seen))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6 to 5");
    }

    @Test
    void aCancelledTailGetsNothingMore() {
        Subscription tail = rig.log.tail(ACCEPTED, 0, seen);
        tail.request(10);

        tail.cancel();
        tail.cancel();
        rig.append(1, 2);

        assertThat(seen.records).isEmpty();
    }

    @Test
    void aSinkThatAsksForMoreWhileItTakesABatchIsNotCalledInsideItself() {
        int records = 10_000;
        rig.enqueue(Rig.written(1, records));
        rig.run();
        var greedy = new Greedy();
        greedy.tail = rig.log.tail(ACCEPTED, 0, greedy);

        greedy.tail.request(1);
        rig.run();

        assertThat(greedy.taken).isEqualTo(records);
        assertThat(greedy.deepest).isEqualTo(1);
    }

    @Test
    void aReaderAtTheEndNeverAsksTheDisk() {
        var greedy = new Greedy();
        greedy.tail = rig.log.tail(ACCEPTED, 0, greedy);
        greedy.tail.request(1);
        long before = rig.disk.reads();

        rig.append(1, 100);

        assertThat(greedy.taken).isEqualTo(100);
        assertThat(rig.disk.reads()).isEqualTo(before);
    }

    @Test
    void inIntervalModeWhatIsAcceptedBecomesDurableWithTheNextSync() {
        Rig interval = Rig.interval();
        var others = new Seen();
        interval.log.tail(ACCEPTED, 0, seen).request(10);
        interval.log.tail(DURABLE, 0, others).request(10);
        CompletableFuture<Void> durable = interval.log.whenDurable(1).toCompletableFuture();
        long syncs = interval.disk.syncs();

        assertThat(interval.append(1)).isCompleted();

        assertThat(seen.records).containsExactly("r1");
        assertThat(others.records).isEmpty();
        assertThat(durable).isNotDone();
        assertThat(interval.disk.syncs()).isEqualTo(syncs);

        interval.sync();

        assertThat(others.records).containsExactly("r1");
        assertThat(durable).isCompleted();
        assertThat(interval.disk.syncs()).isEqualTo(syncs + 1);
    }

    @Test
    void aSyncWithNothingToDoLeavesTheDiskAlone() {
        Rig interval = Rig.interval();
        interval.append(1).join();
        interval.sync();
        long syncs = interval.disk.syncs();

        interval.sync();

        assertThat(interval.disk.syncs()).isEqualTo(syncs);
    }

    @Test
    void inIntervalModeTheLogSyncsByItselfBeforeItKeepsTooMuchInMemory() {
        Rig interval = Rig.on(new SimulatedDisk(), new LogSettings(1000, Rig.PLENTY, Durability.INTERVAL));
        long position = 0;
        while (!interval.log.whenDurable(1).toCompletableFuture().isDone()) {
            position++;
            interval.enqueue(List.of("x".repeat(100)));
            interval.run();
            assertThat(position).isLessThan(20);
        }
        assertThat(interval.records()).hasSize((int) position);
    }

    @Test
    void closingWritesWhatWasAppendedEndsTheTailsAndRefusesTheRest() {
        Rig interval = Rig.interval();
        interval.log.tail(DURABLE, 0, seen).request(10);
        CompletableFuture<Void> never = interval.log.whenDurable(2).toCompletableFuture();
        CompletableFuture<Void> last = interval.enqueue(1);

        interval.close();

        assertThat(last).isCompleted();
        assertThat(seen.records).containsExactly("r1");
        assertThat(never).isCompletedExceptionally();
        assertThat(interval.enqueue(2)).isCompletedExceptionally();
        assertThat(interval.log.whenDurable(2).toCompletableFuture()).isCompletedExceptionally();
        assertThat(Rig.on(interval.disk.copy()).records()).containsExactly("r1");
    }

    @Test
    void aReopenedLogHoldsTheSameAndGoesOn() {
        rig.append(1, 3);
        rig.close();

        Rig again = Rig.on(rig.disk);
        again.append(4, 5);

        assertThat(again.records()).isEqualTo(Rig.written(1, 5));
        assertThat(again.log.recovery()).isEqualTo(new Recovery("", 0, 0, 3));
        assertThat(again.log.recovery().hasCut()).isFalse();
    }

    @Test
    void recordsMayBeEmptyOrLargerThanABatch() {
        Rig small = Rig.smallSegments();
        small.enqueue(List.of("", "x".repeat(100_000), ""));
        small.run();

        assertThat(Rig.on(small.disk).records()).containsExactly("", "x".repeat(100_000), "");
    }

    @Test
    void aSizeBelowOneIsRefused() {
        assertThatThrownBy(() -> new LogSettings(0, 1, Durability.FSYNC)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogSettings(1, 0, Durability.FSYNC)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Asks for the next record inside the call that brings one. */
    private static final class Greedy implements BatchSink {
        @SuppressWarnings("NullAway.Init")
        private Subscription tail;

        private int taken;
        private int depth;
        private int deepest;

        @Override
        public void accept(List<LogEntry> batch) {
            depth++;
            deepest = Math.max(deepest, depth);
            taken += batch.size();
            tail.request(1);
            depth--;
        }

        @Override
        public void failed(RuntimeException cause) {
            throw cause;
        }
    }
}
