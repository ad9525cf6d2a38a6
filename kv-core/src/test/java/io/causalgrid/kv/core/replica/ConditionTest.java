package io.causalgrid.kv.core.replica;

import static io.causalgrid.kv.core.replica.Site.NODE1;
import static io.causalgrid.kv.core.replica.Site.NOTHING;
import static io.causalgrid.kv.core.replica.Site.done;
import static io.causalgrid.kv.core.replica.Site.put;
import static io.causalgrid.kv.core.replica.Site.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Replaces;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.state.StateException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private final Site site = new Site(1 << 20);
    private final Replica replica = site.replica;

    @Test
    void ofTwoWritesInFlightThatBothWantAnAbsentKeyTheFirstWins() {
        var first = writeIf(new Condition.Absent("x"), put("x", "first"));
        var second = writeIf(new Condition.Absent("x"), put("x", "second"));

        site.written(first);

        assertThat(done(second)).isInstanceOf(WriteOutcome.ConditionFailed.class);
        assertThat(site.text("x")).isEqualTo("first");
    }

    @Test
    void aDeletionInFlightCounts() {
        site.write(put("x", "A"));

        var _ = replica.write(WriteRequest.of(new Mutation.Delete("x")));
        var absent = writeIf(new Condition.Absent("x"), put("x", "B"));

        assertThat(site.written(absent)).isNotNull();
        assertThat(replica.state().read("x").versions()).hasSize(1);
    }

    @Test
    void anImportInFlightCounts() {
        Transaction imported = transaction(NODE1, 1, NOTHING, put("x", "theirs"));
        replica.deliver(imported);

        var outcome = writeIf(new Condition.Current("x", Set.of(imported.dot())), put("x", "ours"));

        assertThat(site.written(outcome).dependencies()).isEqualTo(imported.vector());
        assertThat(site.text("x")).isEqualTo("ours");
    }

    @Test
    void aVersionThatWasReplacedIsNoLongerCurrent() {
        Transaction first = site.write(put("x", "A"));
        site.write(put("x", "B"));

        var outcome = writeIf(new Condition.Current("x", Set.of(first.dot())), put("x", "C"));

        assertThat(done(outcome)).isInstanceOf(WriteOutcome.ConditionFailed.class);
        assertThat(done(writeIf(new Condition.Present("nothing"), put("x", "C"))))
                .isInstanceOf(WriteOutcome.ConditionFailed.class);
    }

    @Test
    void anExpiredVersionIsAbsent() {
        site.write(new Mutation.Put("x", Value.text("A"), Replaces.ALL_SEEN, Site.START.plusSeconds(1)));
        site.now = Site.START.plusSeconds(2);

        assertThat(site.written(writeIf(new Condition.Absent("x"), put("x", "B"))))
                .isNotNull();
    }

    @Test
    void allConditionsOfAWriteMustHoldOrNothingIsWritten() {
        site.write(put("x", "A"));

        var outcome = replica.write(WriteRequest.of(
                List.of(put("x", "B"), put("y", "B")), List.of(new Condition.Absent("y"), new Condition.Absent("x"))));

        assertThat(done(outcome)).isInstanceOf(WriteOutcome.ConditionFailed.class);
        assertThat(site.text("x")).isEqualTo("A");
        assertThat(site.text("y")).isNull();
    }

    @Test
    void whoReplacesOneVersionOnlyLeavesTheOthersBeside() {
        Transaction ours = site.write(put("x", "ours"));
        replica.deliver(transaction(NODE1, 1, NOTHING, put("x", "theirs")));
        site.run();

        site.write(new Mutation.Put("x", Value.text("instead of ours"), new Replaces.Only(Set.of(ours.dot())), null));

        assertThat(replica.state().read("x").versions())
                .extracting(version -> version.value().asText())
                .containsExactlyInAnyOrder("instead of ours", "theirs");
    }

    @Test
    void theSixtyFifthVersionBesideTheOthersIsRefused() {
        for (int i = 1; i <= Judge.SIBLINGS_MAX; i++) {
            replica.deliver(transaction(new SiteId("node" + i, "a"), 1, NOTHING, put("x", "sibling")));
        }
        site.run();
        Dot one = new Dot(NODE1, 1);

        var beside = replica.write(WriteRequest.of(besideAllBut(Set.of())));
        assertThat(done(beside)).isInstanceOf(WriteOutcome.TooManySiblings.class);

        assertThat(site.write(besideAllBut(Set.of(one)))).isNotNull();
        assertThat(replica.state().read("x").versions()).hasSize(Judge.SIBLINGS_MAX);
        assertThat(site.write(put("x", "instead of all"))).isNotNull();
        assertThat(replica.state().read("x").versions()).hasSize(1);
    }

    @Test
    void versionsInFlightCountTowardsTheLimit() {
        for (int i = 0; i < Judge.SIBLINGS_MAX; i++) {
            var _ = replica.write(WriteRequest.of(besideAllBut(Set.of())));
        }

        assertThat(done(replica.write(WriteRequest.of(besideAllBut(Set.of())))))
                .isInstanceOf(WriteOutcome.TooManySiblings.class);
    }

    @Test
    void versionsBesideEachOtherHaveNoMoreBytesThanFitIntoMemory() {
        var roomy = new Site(32 << 20);
        var large = new Mutation.Put("x", Value.text("v".repeat(1 << 20)), new Replaces.Only(Set.of()), null);
        for (int i = 0; i < Judge.SIBLINGS_BYTES_MAX >> 20; i++) {
            roomy.write(large);
        }

        assertThat(done(roomy.replica.write(WriteRequest.of(besideAllBut(Set.of())))))
                .isEqualTo(new WriteOutcome.SiblingsTooLarge("x", Judge.SIBLINGS_BYTES_MAX));

        assertThat(roomy.write(put("x", "instead of all"))).isNotNull();
        assertThat(roomy.write(besideAllBut(Set.of()))).isNotNull();
    }

    @Test
    void aWriterWhoWritesAgainAsSoonAsItIsAnsweredIsJudgedByWhatItSees() {
        var first = replica.write(WriteRequest.of(put("x", "A")));
        var _ = replica.write(WriteRequest.of(new Mutation.Delete("x")));
        var again = first.thenCompose(_ -> writeIf(new Condition.Absent("x"), put("x", "B")));

        site.run();

        assertThat(done(again)).isInstanceOf(WriteOutcome.Written.class);
        assertThat(replica.state().read("x").versions()).hasSize(1);
    }

    @Test
    void whatCannotBeReadCannotBeJudged() {
        site.state.faults().failReadsAfter(0);

        assertThat(Site.failureOf(writeIf(new Condition.Absent("x"), put("x", "A"))))
                .isInstanceOf(StateException.class);

        site.state.faults().allowReads();
        assertThat(site.written(writeIf(new Condition.Absent("x"), put("x", "A"))))
                .isNotNull();
    }

    private static Mutation besideAllBut(Set<Dot> replaced) {
        return new Mutation.Put("x", Value.text("beside"), new Replaces.Only(replaced), null);
    }

    private CompletionStage<WriteOutcome> writeIf(Condition condition, Mutation mutation) {
        return replica.write(WriteRequest.of(List.of(mutation), List.of(condition)));
    }
}
