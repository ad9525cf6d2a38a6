package io.causalgrid.kv.core.replica;

import static io.causalgrid.kv.core.replica.Site.NODE0;
import static io.causalgrid.kv.core.replica.Site.NODE1;
import static io.causalgrid.kv.core.replica.Site.NODE2;
import static io.causalgrid.kv.core.replica.Site.NOTHING;
import static io.causalgrid.kv.core.replica.Site.failureOf;
import static io.causalgrid.kv.core.replica.Site.put;
import static io.causalgrid.kv.core.replica.Site.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.fold.LogPoint;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.simulation.SimulatedState;
import io.causalgrid.kv.core.simulation.StateVault;
import io.causalgrid.kv.core.state.StateBatch;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class InstallTest {
    private static final String SNAPSHOT = "snapshot of node1";

    private final Site site = new Site(1 << 20);
    private final Replica replica = site.replica;
    private final Transaction theirs = transaction(NODE1, 1, NOTHING, put("x", "theirs"));
    private final Transaction alsoTheirs = transaction(NODE1, 2, theirs.vector(), put("y", "also theirs"));

    @Test
    void aSnapshotJoinsTheDataAndItsVectorTheVector() {
        Transaction ours = site.write(put("x", "ours"));

        var installed = install(theirs, alsoTheirs);
        site.run();

        assertThat(Site.done(installed).applied()).isEqualTo(ours.vector().merge(alsoTheirs.vector()));
        assertThat(replica.state().read("x").versions()).hasSize(2);
        assertThat(site.text("y")).isEqualTo("also theirs");
        assertThat(replica.state().point().keys()).isEqualTo(2);
    }

    @Test
    void nothingIsWrittenBeforeTheSnapshotCanBeSeen() {
        var installed = install(theirs);

        var tooEarly = replica.write(WriteRequest.of(List.of(put("x", "ours")), List.of(new Condition.Absent("x"))));
        assertThat(failureOf(tooEarly)).isInstanceOf(NotReadyException.class);
        site.runAllButTheState(); // its record has come back, and the state works on it
        assertThat(installed.toCompletableFuture()).isNotDone();
        assertThat(failureOf(replica.write(WriteRequest.of(put("x", "ours"))))).isInstanceOf(NotReadyException.class);
        replica.maintain(NOTHING); // must leave the state alone

        site.run();
        assertThat(site.text("x")).isEqualTo("theirs");
        assertThat(site.write(put("x", "ours")).dependencies()).isEqualTo(theirs.vector());
    }

    @Test
    void whatTheSnapshotCoversIsADuplicateAndWhatFollowsOnItIsDelivered() {
        Transaction next = transaction(NODE2, 1, alsoTheirs.vector(), put("z", "next"));
        assertThat(replica.deliver(next)).isEqualTo(Delivery.BUFFERED);

        var _ = install(theirs, alsoTheirs);
        site.run();

        assertThat(replica.deliver(theirs)).isEqualTo(Delivery.DUPLICATE);
        assertThat(site.text("z")).isEqualTo("next");
    }

    @Test
    void aDeletionThatTheSnapshotHasSeenStandsAndAWriteItHasNotSeenDoesToo() {
        replica.deliver(theirs);
        site.write(put("mine", "unseen"));

        var _ = install(theirs, transaction(NODE1, 2, theirs.vector(), new Mutation.Delete("x")));
        site.run();

        assertThat(site.text("x")).isNull();
        assertThat(site.text("mine")).isEqualTo("unseen");
    }

    @Test
    void anInstallationThatFailsIsTriedAgain() {
        site.state.faults().failNext(0, 0);
        var installed = install(theirs);
        site.runAllButTheState();
        site.state.faults().failNext(1, 0);
        site.run();
        assertThat(installed.toCompletableFuture()).isNotDone();
        assertThat(replica.isWritable()).isFalse();

        replica.maintain(NOTHING);
        site.run();

        assertThat(installed.toCompletableFuture()).isCompleted();
        assertThat(site.text("x")).isEqualTo("theirs");
    }

    @Test
    void anInstallationThatACrashHasCutShortIsDoneAgain() {
        var _ = install(theirs);
        site.owner.remove().run(); // sends it to the log
        site.runWriter();

        Site again = site.restarted();
        again.runAllButTheState();
        assertThat(again.replica.isWritable()).isFalse();
        again.run();

        assertThat(again.text("x")).isEqualTo("theirs");
        assertThat(again.replica.isWritable()).isTrue();
    }

    @Test
    void whoLacksWhatTheSnapshotBroughtIsNotServedAcrossIt() {
        site.write(put("a", "1"));
        var _ = install(theirs);
        site.run();
        Transaction after = site.write(put("b", "2"));

        assertThat(replica.openFeed(new FeedRequest(NODE2, NOTHING, Set.of()), Runnable::run, new Fails()))
                .isEmpty();
        assertThat(site.fed(theirs.vector(), Set.of())).containsExactly(new Dot(NODE0, 1), after.dot());
        assertThat(site.fed(NOTHING, Set.of(NODE1))).containsExactly(new Dot(NODE0, 1), after.dot());
    }

    @Test
    void anOpenFeedEndsAtASnapshotThatItsReaderLacks() {
        var failure = new Fails();
        try (Feed feed = replica.openFeed(new FeedRequest(NODE2, NOTHING, Set.of()), Runnable::run, failure)
                .orElseThrow()) {
            feed.request(10);
            var _ = install(theirs);
            site.run();
        }

        assertThat(failure.ended).isTrue();
    }

    private CompletionStage<LogPoint> install(Transaction... transactions) {
        var other = SimulatedState.open(new StateVault(), NODE1, Runnable::run);
        for (Transaction transaction : transactions) {
            LogPoint before = other.point().log();
            StateBatch batch = other.begin();
            batch.apply(
                    new LogPoint(
                            before.position() + 1,
                            before.self(),
                            before.applied().with(transaction.dot()),
                            before.highest().max(transaction.timestamp())),
                    transaction);
            other.commit(batch);
        }
        site.vault.stage(SNAPSHOT, other);
        return replica.install(SNAPSHOT, other.point().log());
    }

    private static final class Fails implements Feed.Sink {
        private boolean ended;

        @Override
        public void accept(List<byte[]> records) {
            throw new AssertionError("nothing is wanted");
        }

        @Override
        public void ended(RuntimeException cause) {
            ended = true;
        }
    }
}
