package io.causalgrid.kv.core.replica;

import static io.causalgrid.kv.core.replica.Site.NODE0;
import static io.causalgrid.kv.core.replica.Site.NODE1;
import static io.causalgrid.kv.core.replica.Site.NOTHING;
import static io.causalgrid.kv.core.replica.Site.failureOf;
import static io.causalgrid.kv.core.replica.Site.put;
import static io.causalgrid.kv.core.replica.Site.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.log.LogBrokenException;
import io.causalgrid.kv.core.log.LogEntry;
import io.causalgrid.kv.core.log.LogFullException;
import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.state.StateException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What happens when the log or the state does not do what it is told. */
class FailureTest {
    private static final String LARGE = "A".repeat(3_000);

    private final Site site = new Site(2_000);
    private final Replica replica = site.replica;

    @Test
    void aLogThatIsFullRefusesWritesAndImportsAndChangesNothing() {
        var tooLarge = write("x", LARGE);
        replica.deliver(transaction(NODE1, 1, NOTHING, put("y", LARGE)));
        site.run();

        assertThat(failureOf(tooLarge)).isInstanceOf(LogFullException.class);
        assertThat(site.observed).contains("must fetch again");
        assertThat(replica.state().point().applied()).isEqualTo(NOTHING);

        var small = write("x", "A");
        replica.deliver(transaction(NODE1, 1, NOTHING, put("y", "B")));
        assertThat(site.written(small).dot()).isEqualTo(new Dot(NODE0, 1));
        assertThat(site.text("y")).isEqualTo("B");
    }

    @Test
    void itSaysWhyNothingIsTakenUntilSomethingIs() {
        site.written(write("x", "before"));
        assertThat(replica.trouble()).isEmpty();

        var _ = write("x", "goes before what is refused and comes back after it");
        var _ = write("x", LARGE);
        site.run();
        assertThat(replica.trouble().orElseThrow()).isInstanceOf(LogFullException.class);

        site.written(write("x", "small"));
        assertThat(replica.trouble()).isEmpty();
    }

    @Test
    void whatGoesWithARefusedRecordOrHasGatheredBehindItFailsForTheSameReason() {
        var before = write("x", "before");
        site.run();
        var failed = write("y", LARGE);
        var along = write("x", "along");
        site.owner.remove().run(); // sends both
        var behind = write("x", "behind");
        var conditional =
                replica.write(WriteRequest.of(List.of(put("y", "if y")), List.of(new Condition.Present("y"))));
        site.run();

        assertThat(site.written(before).dot()).isEqualTo(new Dot(NODE0, 1));
        assertThat(failureOf(failed)).isInstanceOf(LogFullException.class);
        assertThat(failureOf(along)).isInstanceOf(LogFullException.class);
        assertThat(failureOf(behind)).isInstanceOf(LogFullException.class);
        assertThat(failureOf(conditional)).isInstanceOf(LogFullException.class);
        assertThat(site.text("x")).isEqualTo("before");
        assertThat(site.written(write("x", "after")).dot()).isEqualTo(new Dot(NODE0, 2));
    }

    @Test
    void whatComesMeanwhileGoesToTheLogTogether() {
        var first = write("x", "first");
        site.owner.remove().run(); // sends it
        long syncs = site.disk.syncs();
        var second = write("x", "second");
        var third = write("y", "third");
        assertThat(site.owner).isEmpty(); // there is nothing to do before the first has come back

        site.run();

        assertThat(site.disk.syncs()).isEqualTo(syncs + 2);
        assertThat(site.written(first).dot()).isEqualTo(new Dot(NODE0, 1));
        assertThat(site.written(second).dot()).isEqualTo(new Dot(NODE0, 2));
        assertThat(site.written(third).dot()).isEqualTo(new Dot(NODE0, 3));
    }

    @Test
    void afterARefusalNothingIsTakenBeforeAllThatIsInTheLogIsInTheState() {
        site.state.faults().failNext(1, 0);
        var folded = write("x", "A");
        site.owner.remove().run(); // sends it
        var refused = write("y", "B");
        site.runWriter();
        site.owner.remove().run(); // the first is in the log, the state fails to take it, and the second is sent
        site.disk.failNextSync("Input/output error");
        site.run();
        assertThat(failureOf(refused)).isInstanceOf(LogBrokenException.class);

        replica.maintain(NOTHING);
        assertThat(replica.isWritable()).isFalse();
        assertThat(failureOf(write("x", "too early"))).isInstanceOf(LogBrokenException.class);
        assertThat(replica.deliver(transaction(NODE1, 1, NOTHING, put("z", "1"))))
                .isEqualTo(Delivery.NO_ROOM);

        site.run();
        assertThat(site.written(folded).dot()).isEqualTo(new Dot(NODE0, 1));
        assertThat(replica.isWritable()).isTrue();
    }

    @Test
    void conditionsAreRightAgainAfterAFailedAppend() {
        var _ = write("x", LARGE);
        site.run();

        var absent = replica.write(WriteRequest.of(List.of(put("x", "A")), List.of(new Condition.Absent("x"))));

        assertThat(site.written(absent).dot()).isEqualTo(new Dot(NODE0, 1));
    }

    @Test
    void aDiskThatFailsOnceIsForgiven() {
        site.disk.failNextSync("Input/output error");
        var failed = write("x", "A");
        site.run();
        assertThat(failureOf(failed)).isInstanceOf(LogBrokenException.class);
        assertThat(site.text("x")).isNull();

        assertThat(site.written(write("x", "B")).dot()).isEqualTo(new Dot(NODE0, 1));
        Site again = site.restarted();
        again.run();
        assertThat(again.text("x")).isEqualTo("B");
    }

    @Test
    void aStateThatFailsHoldsTheAnswerBackUntilItIsWellAgain() {
        site.state.faults().failNext(1, 1);
        var answer = write("x", "A").toCompletableFuture();
        site.run();

        assertThat(answer).isNotDone();
        assertThat(replica.isWritable()).isFalse();
        assertThat(failureOf(write("x", "B"))).isInstanceOf(StateException.class);

        replica.maintain(NOTHING); // and this recovery fails
        assertThat(replica.isWritable()).isFalse();
        replica.maintain(NOTHING);
        assertThat(site.written(answer).dot()).isEqualTo(new Dot(NODE0, 1));
        assertThat(site.text("x")).isEqualTo("A");
    }

    @Test
    void aStateThatWasSetBackIsNotAskedForConditionsBeforeItHasCaughtUp() {
        site.persist();
        site.write(put("x", "A"));
        site.state.faults().failNext(1, 0);
        var held = write("y", "B");
        site.run();

        replica.maintain(NOTHING); // sets the state back to before the first write
        assertThat(site.text("x")).isNull();
        assertThat(replica.isWritable()).isFalse();
        var tooEarly = replica.write(WriteRequest.of(List.of(put("x", "C")), List.of(new Condition.Absent("x"))));

        assertThat(failureOf(tooEarly)).isInstanceOf(NotReadyException.class);
        assertThat(site.written(held).dot()).isEqualTo(new Dot(NODE0, 2));
        assertThat(site.text("x")).isEqualTo("A");
        assertThat(site.observed)
                .filteredOn(event -> event.startsWith("written"))
                .hasSize(2);
        assertThat(site.write(put("z", "D")).dot()).isEqualTo(new Dot(NODE0, 3));
    }

    @Test
    void aStateThatCannotBeReadStopsTheFoldAndNothingIsLost() {
        site.state.faults().failReadsAfter(0);
        var answer = write("x", "A").toCompletableFuture();
        site.run();
        assertThat(answer).isNotDone();
        assertThat(replica.isWritable()).isFalse();

        site.state.faults().allowReads();
        replica.maintain(NOTHING);

        assertThat(site.written(answer).dot()).isEqualTo(new Dot(NODE0, 1));
    }

    @Test
    void aPurgeThatFailsIsAFailureOfTheState() {
        site.write(put("x", "A"));
        site.state.faults().failNext(1, 0);

        replica.maintain(NOTHING);
        assertThat(replica.isWritable()).isFalse();

        replica.maintain(NOTHING);
        site.run();
        assertThat(replica.isWritable()).isTrue();
        assertThat(site.text("x")).isEqualTo("A");
    }

    @Test
    void aRecordThatCannotBeUnderstoodStopsTheSiteAndEndsItsFeeds() {
        var _ = site.log.append(List.of(new LogEntry(1, new byte[] {9}))); // of a newer program, perhaps
        site.run();

        assertThat(replica.isWritable()).isFalse();
        assertThat(failureOf(write("x", "A"))).isInstanceOf(CorruptRecordException.class);
        assertThatThrownBy(() -> site.fed(NOTHING, Set.of())).isInstanceOf(CorruptRecordException.class);
    }

    private CompletionStage<WriteOutcome> write(String key, String text) {
        return replica.write(WriteRequest.of(put(key, text)));
    }
}
