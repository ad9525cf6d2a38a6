package io.causalgrid.kv.core.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.log.InMemorySiteLog;
import io.causalgrid.kv.core.log.LogFullException;
import io.causalgrid.kv.core.record.LogRecord;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.RecordCodec;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.InMemoryReplicaState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplicaTest {
    private static final SiteId NODE0 = new SiteId("node0", "a");
    private static final SiteId NODE1 = new SiteId("node1", "a");
    private static final SiteId NODE2 = new SiteId("node2", "a");
    private static final VersionVector NOTHING = VersionVector.empty();
    private static final Instant NOW = Instant.ofEpochMilli(1_000_000);

    private final Queue<Runnable> owner = new ArrayDeque<>();
    private final List<String> observed = new ArrayList<>();
    private final InMemorySiteLog log = new InMemorySiteLog("a", 2_000);
    private final Replica replica = new Replica(
            new ReplicaSettings(NODE0, List.of("node0", "node1", "node2"), 2, Duration.ofSeconds(60)),
            log,
            new InMemoryReplicaState(),
            () -> NOW,
            owner::add,
            new Recorder());

    @Test
    void aWriteIsAnsweredWhenItCanBeRead() {
        var answer = replica.write(put("x", "A")).toCompletableFuture();
        assertThat(answer).isNotDone();

        runOwner();

        assertThat(answer.join().dot()).isEqualTo(new Dot(NODE0, 1));
        assertThat(text("x")).isEqualTo("A");
    }

    @Test
    void writesThatAreInFlightTogetherGetClocksOfTheirOwn() {
        var first = replica.write(put("x", "A")).toCompletableFuture();
        var second = replica.write(put("y", "B")).toCompletableFuture();

        runOwner();

        assertThat(first.join().dot().sequence()).isEqualTo(1);
        assertThat(second.join().dot().sequence()).isEqualTo(2);
        assertThat(second.join().dependencies().contains(first.join().dot())).isTrue();
    }

    @Test
    void aWriteIsInvisibleUntilItsCauseHasArrived() {
        Transaction cause = transaction(NODE1, 1, NOTHING, put("x", "cause"));
        Transaction effect = transaction(NODE2, 1, cause.vector(), put("y", "effect"));

        assertThat(replica.deliver(effect)).isEqualTo(Delivery.BUFFERED);
        runOwner();
        assertThat(text("y")).isNull();

        assertThat(replica.deliver(cause)).isEqualTo(Delivery.DELIVERED);
        runOwner();
        assertThat(text("x")).isEqualTo("cause");
        assertThat(text("y")).isEqualTo("effect");
        assertThat(replica.bufferSize()).isZero();
    }

    @Test
    void aDuplicateLeavesTheBufferWhenTheFirstCopyIsDelivered() {
        Transaction first = transaction(NODE1, 1, NOTHING, put("x", "1"));
        Transaction second = transaction(NODE1, 2, first.vector(), put("x", "2"));

        assertThat(replica.deliver(second)).isEqualTo(Delivery.BUFFERED);
        assertThat(replica.deliver(second)).isEqualTo(Delivery.DUPLICATE);
        replica.deliver(first);
        runOwner();
        assertThat(replica.deliver(second)).isEqualTo(Delivery.DUPLICATE);
        assertThat(replica.deliver(first)).isEqualTo(Delivery.DUPLICATE);

        assertThat(replica.bufferSize()).isZero();
        assertThat(text("x")).isEqualTo("2");
    }

    @Test
    void aFullBufferRefusesWhatMustWaitButNeverWhatCanBeDelivered() {
        Transaction first = transaction(NODE1, 1, NOTHING, put("x", "1"));
        Transaction second = transaction(NODE1, 2, first.vector(), put("x", "2"));
        Transaction third = transaction(NODE1, 3, second.vector(), put("x", "3"));
        Transaction fourth = transaction(NODE1, 4, third.vector(), put("x", "4"));
        replica.deliver(second);
        replica.deliver(third);

        assertThat(replica.deliver(fourth)).isEqualTo(Delivery.NO_ROOM);
        assertThat(replica.deliver(first)).isEqualTo(Delivery.DELIVERED);
        assertThat(replica.deliver(fourth)).isEqualTo(Delivery.DELIVERED);

        runOwner();
        assertThat(text("x")).isEqualTo("4");
    }

    @Test
    void aTransactionInOurNameThatWeNeverMadeIsRefused() {
        Transaction forged = transaction(NODE0, 1, NOTHING, put("x", "forged"));

        assertThat(replica.deliver(forged)).isEqualTo(Delivery.IMPOSTOR);
        assertThat(replica.bufferSize()).isZero();
    }

    @Test
    void aLogThatIsFullRefusesWritesAndImportsAndChangesNothing() {
        var tooLarge = replica.write(put("x", "A".repeat(3_000))).toCompletableFuture();
        Transaction alsoTooLarge = transaction(NODE1, 1, NOTHING, put("y", "B".repeat(3_000)));
        replica.deliver(alsoTooLarge);
        runOwner();

        assertThat(tooLarge.exceptionNow()).isInstanceOf(LogFullException.class);
        assertThat(observed).contains("must fetch again");
        assertThat(replica.state().point().applied()).isEqualTo(NOTHING);

        var small = replica.write(put("x", "A")).toCompletableFuture();
        replica.deliver(transaction(NODE1, 1, NOTHING, put("y", "B")));
        runOwner();
        assertThat(small.join().dot()).isEqualTo(new Dot(NODE0, 1));
        assertThat(text("y")).isEqualTo("B");
    }

    @Test
    void aTimestampFarAheadIsReportedAndStillTaken() {
        var ahead = new Transaction(
                new Dot(NODE1, 1), NOTHING, HybridTimestamp.at(NOW.plusSeconds(61)), put("x", "from the future"));

        replica.deliver(ahead);
        runOwner();

        assertThat(observed).contains("clock ahead");
        assertThat(text("x")).isEqualTo("from the future");
    }

    @Test
    void aFeedBringsWhatTheRequesterLacksAndLeavesOutWhatItExcludes() {
        replica.write(put("a", "1"));
        replica.deliver(transaction(NODE1, 1, NOTHING, put("b", "1")));
        replica.deliver(transaction(NODE2, 1, NOTHING, put("c", "1")));
        replica.write(put("a", "2"));
        runOwner();
        var request = new FeedRequest(NODE1, NOTHING.with(new Dot(NODE1, 1)), Set.of(NODE2));
        var fed = new ArrayList<Dot>();

        try (Feed feed =
                replica.openFeed(request, Runnable::run, records -> records.forEach(bytes -> fed.add(dot(bytes))))) {
            feed.request(100);
        }

        assertThat(fed).containsExactly(new Dot(NODE0, 1), new Dot(NODE0, 2));
    }

    @Test
    void aWaiterIsToldWhenWhatItHasSeenElsewhereHasArrived() {
        Transaction first = transaction(NODE1, 1, NOTHING, put("x", "1"));
        Transaction second = transaction(NODE1, 2, first.vector(), put("x", "2"));
        var reached = new CompletableFuture<Void>();
        replica.whenApplied(second.vector(), reached);

        replica.deliver(first);
        runOwner();
        assertThat(reached).isNotDone();

        replica.deliver(second);
        runOwner();
        assertThat(reached).isCompleted();
    }

    @Test
    void tooManyWaitersAreTurnedAwayUntilOthersGiveUp() {
        VersionVector never = NOTHING.with(new Dot(NODE1, 1));
        var waiters = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 10_000; i++) {
            waiters.add(new CompletableFuture<>());
            replica.whenApplied(never, waiters.getLast());
        }

        var oneTooMany = new CompletableFuture<Void>();
        replica.whenApplied(never, oneTooMany);
        assertThat(oneTooMany.exceptionNow()).isInstanceOf(TooManyWaitsException.class);

        waiters.getFirst().cancel(false);
        var inItsPlace = new CompletableFuture<Void>();
        replica.whenApplied(never, inItsPlace);
        assertThat(inItsPlace).isNotDone();
    }

    @Test
    void handDeliveriesWaitForTheirCausesAndCountInTheArrays() {
        var second = replica.deliverByHand(byHand(1, List.of(0L, 2L, 0L), "y")).toCompletableFuture();
        assertThat(second.join()).isEqualTo(Delivery.BUFFERED);

        var first = replica.deliverByHand(byHand(1, List.of(0L, 1L, 0L), "x")).toCompletableFuture();
        runOwner();

        assertThat(first.join()).isEqualTo(Delivery.DELIVERED);
        assertThat(replica.bufferSize()).isZero();
        assertThat(text("x")).isEqualTo("x");
        assertThat(text("y")).isEqualTo("y");
        assertThat(replica.state().point().applied().totals(List.of("node0", "node1", "node2")))
                .containsExactly(0L, 2L, 0L);
        assertThat(replica.deliverByHand(byHand(1, List.of(0L, 2L, 0L), "y"))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(Delivery.DUPLICATE);
    }

    @Test
    void aHandDeliveryNeverTakesADotOfTheMemberItself() {
        replica.deliverByHand(byHand(1, List.of(0L, 1L, 0L), "by hand"));
        runOwner();

        Transaction real = transaction(NODE1, 1, NOTHING, put("z", "real"));
        assertThat(replica.deliver(real)).isEqualTo(Delivery.DELIVERED);
        runOwner();

        assertThat(text("z")).isEqualTo("real");
        assertThat(text("by hand")).isEqualTo("by hand");
    }

    @Test
    void aHandDeliveryInOurOwnNameIsADuplicateOrALie() {
        replica.write(put("x", "A"));
        runOwner();

        assertThat(replica.deliverByHand(byHand(0, List.of(1L, 0L, 0L), "x"))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(Delivery.DUPLICATE);
        assertThat(replica.deliverByHand(byHand(0, List.of(2L, 0L, 0L), "x"))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(Delivery.IMPOSTOR);
    }

    @Test
    void aHandDeliveryThatIsConcurrentWithALocalWriteBecomesItsSibling() {
        replica.write(put("x", "ours"));
        runOwner();

        replica.deliverByHand(byHand(1, List.of(0L, 1L, 0L), "x"));
        runOwner();

        assertThat(replica.state().read("x").versions()).hasSize(2);
    }

    private void runOwner() {
        for (Runnable task = owner.poll(); task != null; task = owner.poll()) {
            task.run();
        }
    }

    private @Nullable String text(String key) {
        var winner = replica.state().read(key).winner();
        return winner == null ? null : winner.value().asText();
    }

    private static List<Mutation> put(String key, String text) {
        return List.of(new Mutation.Put(key, Value.text(text)));
    }

    private static HandDelivery byHand(int sender, List<Long> clock, String key) {
        return new HandDelivery(sender, clock, new Mutation.Put(key, Value.text(key)));
    }

    private static Transaction transaction(
            SiteId site, long sequence, VersionVector dependencies, List<Mutation> mutations) {
        return new Transaction(
                new Dot(site, sequence), dependencies, HybridTimestamp.at(NOW).next(), mutations);
    }

    private static Dot dot(byte[] bytes) {
        return RecordCodec.decode(bytes) instanceof LogRecord.Import imported
                ? imported.transaction().dot()
                : new Dot(new SiteId("local", "record"), 1);
    }

    private final class Recorder implements ReplicaObserver {
        @Override
        public void clockAhead(Transaction transaction) {
            observed.add("clock ahead");
        }

        @Override
        public void mustFetchAgain() {
            observed.add("must fetch again");
        }
    }
}
