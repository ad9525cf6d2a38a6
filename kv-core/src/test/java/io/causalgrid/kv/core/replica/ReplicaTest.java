package io.causalgrid.kv.core.replica;

import static io.causalgrid.kv.core.replica.Site.NODE0;
import static io.causalgrid.kv.core.replica.Site.NODE1;
import static io.causalgrid.kv.core.replica.Site.NODE2;
import static io.causalgrid.kv.core.replica.Site.NOTHING;
import static io.causalgrid.kv.core.replica.Site.START;
import static io.causalgrid.kv.core.replica.Site.put;
import static io.causalgrid.kv.core.replica.Site.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.HybridTimestamp;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Replaces;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReplicaTest {
    private static final String MEBIBYTE = "v".repeat(1 << 20);

    private final Site site = new Site(8 << 20);
    private final Replica replica = site.replica;

    @Test
    void aWriteIsAnsweredWhenItCanBeRead() {
        var answer = replica.write(WriteRequest.of(put("x", "A"))).toCompletableFuture();
        assertThat(answer).isNotDone();

        assertThat(site.written(answer).dot()).isEqualTo(new Dot(NODE0, 1));
        assertThat(site.text("x")).isEqualTo("A");
    }

    @Test
    void writesThatAreInFlightTogetherGetClocksOfTheirOwn() {
        var first = replica.write(WriteRequest.of(put("x", "A")));
        var second = replica.write(WriteRequest.of(put("y", "B")));

        assertThat(site.written(first).dot().sequence()).isEqualTo(1);
        assertThat(site.written(second).dot().sequence()).isEqualTo(2);
        assertThat(site.written(second)
                        .dependencies()
                        .contains(site.written(first).dot()))
                .isTrue();
    }

    @Test
    void aWriteIsInvisibleUntilItsCauseHasArrived() {
        Transaction cause = transaction(NODE1, 1, NOTHING, put("x", "cause"));
        Transaction effect = transaction(NODE2, 1, cause.vector(), put("y", "effect"));

        assertThat(replica.deliver(effect)).isEqualTo(Delivery.BUFFERED);
        site.run();
        assertThat(site.text("y")).isNull();

        assertThat(replica.deliver(cause)).isEqualTo(Delivery.DELIVERED);
        site.run();
        assertThat(site.text("x")).isEqualTo("cause");
        assertThat(site.text("y")).isEqualTo("effect");
        assertThat(replica.bufferSize()).isZero();
    }

    @Test
    void aDuplicateLeavesTheBufferWhenTheFirstCopyIsDelivered() {
        Transaction first = transaction(NODE1, 1, NOTHING, put("x", "1"));
        Transaction second = transaction(NODE1, 2, first.vector(), put("x", "2"));

        assertThat(replica.deliver(second)).isEqualTo(Delivery.BUFFERED);
        assertThat(replica.deliver(second)).isEqualTo(Delivery.DUPLICATE);
        replica.deliver(first);
        site.run();
        assertThat(replica.deliver(second)).isEqualTo(Delivery.DUPLICATE);
        assertThat(replica.deliver(first)).isEqualTo(Delivery.DUPLICATE);

        assertThat(replica.bufferSize()).isZero();
        assertThat(site.text("x")).isEqualTo("2");
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

        site.run();
        assertThat(site.text("x")).isEqualTo("4");
    }

    @Test
    void whatWaitsForItsCausesTakesNoMoreMemoryThanAllowed() {
        Transaction first = transaction(NODE1, 1, NOTHING, put("x", "1"));
        Transaction second = transaction(NODE1, 2, first.vector(), put("x", MEBIBYTE));
        Transaction third = transaction(NODE1, 3, second.vector(), put("x", MEBIBYTE));

        assertThat(replica.deliver(second)).isEqualTo(Delivery.BUFFERED);
        assertThat(replica.deliver(third)).isEqualTo(Delivery.NO_ROOM);
        replica.deliver(first);
        site.run();
        assertThat(replica.deliver(third)).isEqualTo(Delivery.DELIVERED);
    }

    @Test
    void aReplicaTakesNoMoreAtATimeThanItCanHoldInMemory() {
        var roomy = new Site(64 << 20);
        var sent = new ArrayList<Transaction>();
        Delivery delivery;
        do {
            VersionVector seen = sent.isEmpty() ? NOTHING : sent.getLast().vector();
            sent.add(transaction(NODE1, sent.size() + 1L, seen, put("x", MEBIBYTE)));
            delivery = roomy.replica.deliver(sent.getLast());
        } while (delivery == Delivery.DELIVERED && sent.size() < 20);

        assertThat(delivery).isEqualTo(Delivery.NO_ROOM);
        assertThat(sent).hasSizeLessThan(10);
        roomy.run();
        assertThat(roomy.replica.deliver(sent.getLast())).isEqualTo(Delivery.DELIVERED);
    }

    @Test
    void aTransactionInOurNameThatWeDoNotKnowIsNotTaken() {
        Transaction unknown = transaction(NODE0, 1, NOTHING, put("x", "unknown"));

        assertThat(replica.deliver(unknown)).isEqualTo(Delivery.UNKNOWN_OWN);
        assertThat(replica.bufferSize()).isZero();
    }

    @Test
    void norIsOneOfWhichSuchATransactionIsACause() {
        Transaction unknown = transaction(NODE0, 1, NOTHING, put("x", "unknown"));
        Transaction effect = transaction(NODE1, 1, unknown.vector(), put("x", "effect"));

        assertThat(replica.deliver(effect)).isEqualTo(Delivery.UNKNOWN_OWN);
        assertThat(replica.bufferSize()).isZero();
    }

    @Test
    void aTimestampFarAheadIsReportedAndStillTaken() {
        var ahead = new Transaction(
                new Dot(NODE1, 1),
                NOTHING,
                HybridTimestamp.at(START.plusSeconds(61)),
                List.of(put("x", "from the future")));

        replica.deliver(ahead);
        site.run();

        assertThat(site.observed).contains("clock ahead");
        assertThat(site.text("x")).isEqualTo("from the future");
    }

    @Test
    void anExpiredVersionIsNotToBeSeenAndIsRemovedLater() {
        site.write(new Mutation.Put("x", Value.text("short"), Replaces.ALL_SEEN, START.plusSeconds(1)));
        assertThat(replica.state().read("x").visibleAt(START).versions()).hasSize(1);

        site.now = START.plusSeconds(1);

        assertThat(replica.state().read("x").visibleAt(site.now).isEmpty()).isTrue();
        assertThat(replica.state().read("x").isEmpty()).isFalse();
        replica.maintain(NOTHING);
        assertThat(replica.state().read("x").isEmpty()).isTrue();
        assertThat(replica.state().point().keys()).isZero();
    }

    @Test
    void aFeedBringsWhatTheRequesterLacksAndLeavesOutWhatItExcludes() {
        site.write(put("a", "1"));
        replica.deliver(transaction(NODE1, 1, NOTHING, put("b", "1")));
        replica.deliver(transaction(NODE2, 1, NOTHING, put("c", "1")));
        site.write(put("a", "2"));

        assertThat(site.fed(NOTHING.with(new Dot(NODE1, 1)), Set.of(NODE2)))
                .containsExactly(new Dot(NODE0, 1), new Dot(NODE0, 2));
    }

    @Test
    void aWaiterIsToldWhenWhatItHasSeenElsewhereHasArrived() {
        Transaction first = transaction(NODE1, 1, NOTHING, put("x", "1"));
        Transaction second = transaction(NODE1, 2, first.vector(), put("x", "2"));
        var reached = new CompletableFuture<Void>();
        replica.whenApplied(applied -> applied.includes(second.vector()), reached);

        replica.deliver(first);
        site.run();
        assertThat(reached).isNotDone();

        replica.deliver(second);
        site.run();
        assertThat(reached).isCompleted();
    }

    @Test
    void tooManyWaitersAreTurnedAwayUntilOthersGiveUp() {
        var never = NOTHING.with(new Dot(NODE1, 1));
        var waiters = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 10_000; i++) {
            waiters.add(new CompletableFuture<>());
            replica.whenApplied(applied -> applied.includes(never), waiters.getLast());
        }

        var oneTooMany = new CompletableFuture<Void>();
        replica.whenApplied(applied -> applied.includes(never), oneTooMany);
        assertThat(oneTooMany.exceptionNow()).isInstanceOf(TooManyWaitsException.class);

        waiters.getFirst().cancel(false);
        var inItsPlace = new CompletableFuture<Void>();
        replica.whenApplied(applied -> applied.includes(never), inItsPlace);
        assertThat(inItsPlace).isNotDone();
    }

    @Test
    void whatWasAcknowledgedIsThereAfterARestartAndItsDotsAreNotUsedAgain() {
        Transaction acknowledged = site.write(put("x", "A"));

        Site again = site.restarted();
        assertThat(again.replica.isWritable()).isFalse();
        assertThat(Site.failureOf(again.replica.write(WriteRequest.of(put("x", "B")))))
                .isInstanceOf(NotReadyException.class);
        again.run();

        assertThat(again.text("x")).isEqualTo("A");
        assertThat(again.write(put("x", "B")).dependencies()).isEqualTo(acknowledged.vector());
    }

    @Test
    void theLogForgetsOnlyWhatEveryMemberHasAndTheStateHasDurably() {
        for (int i = 0; i < 20; i++) {
            site.write(put("x", "a value of some length, so that the segments fill"));
        }
        var all = replica.state().point().applied();

        replica.maintain(NOTHING);
        site.run();
        assertThat(site.log.start()).isEqualTo(1);

        replica.maintain(all); // what is durable since the last time may go
        site.run();
        assertThat(site.log.start()).isGreaterThan(1);
        assertThat(replica.openFeed(new FeedRequest(NODE1, NOTHING, Set.of()), Runnable::run, new Nobody()))
                .isEmpty();
        assertThat(site.fed(all, Set.of())).isEmpty();
    }

    @Test
    void nobodyIsWokenForWhatHeDoesNotWant() {
        var tasks = new ArrayList<Runnable>();
        var request = new FeedRequest(NODE1, NOTHING, Set.of(NODE0));
        try (Feed feed = replica.openFeed(request, tasks::add, new Nobody()).orElseThrow()) {
            feed.request(1);
            site.write(put("x", "A"), put("y", "A"));
            site.write(put("x", "B"));
            assertThat(tasks).isEmpty();

            replica.deliver(transaction(NODE2, 1, NOTHING, put("z", "C")));
            site.run();
        }

        assertThat(tasks).hasSize(1);
    }

    private static final class Nobody implements Feed.Sink {
        @Override
        public void accept(List<byte[]> records) {
            throw new AssertionError("nothing was asked for");
        }

        @Override
        public void ended(RuntimeException cause) {
            throw cause;
        }
    }
}
