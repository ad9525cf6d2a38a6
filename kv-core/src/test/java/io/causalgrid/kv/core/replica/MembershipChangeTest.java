package io.causalgrid.kv.core.replica;

import static io.causalgrid.kv.core.replica.Site.NODE1;
import static io.causalgrid.kv.core.replica.Site.NOTHING;
import static io.causalgrid.kv.core.replica.Site.done;
import static io.causalgrid.kv.core.replica.Site.member;
import static io.causalgrid.kv.core.replica.Site.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.key.KeyRange;
import io.causalgrid.kv.core.membership.Membership;
import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.state.ReplicaState;
import org.junit.jupiter.api.Test;

class MembershipChangeTest {
    private final Site site = new Site(1 << 20);
    private final Replica replica = site.replica;

    @Test
    void aChangeTakesEffectAndIsAnnounced() {
        var changed = replica.changeMembership(members -> members.with(member("node3")));

        assertThat(site.written(changed)).isNotNull();
        assertThat(replica.membership().names()).containsExactly("node0", "node1", "node2", "node3");
        assertThat(site.observed.getLast()).isEqualTo("members [node0, node1, node2, node3]");
        assertThat(replica.state().scan(KeyRange.ALL, 10)).isEmpty();
    }

    @Test
    void aSecondChangeWhileOneIsUnderWayIsRefusedAndUndoesNothing() {
        var first = replica.changeMembership(members -> members.with(member("node3")));
        var second = replica.changeMembership(members -> members.with(member("node4")));

        assertThat(site.written(first)).isNotNull();
        assertThat(done(second)).isInstanceOf(WriteOutcome.ConditionFailed.class);
        assertThat(replica.membership().names()).containsExactly("node0", "node1", "node2", "node3");
    }

    @Test
    void concurrentChangesOfTwoSitesMerge() {
        Membership theirs = replica.membership().without("node2");
        Transaction change =
                transaction(NODE1, 1, NOTHING, new Mutation.Put(ReplicaState.SYSTEM_KEY, theirs.toValue()));
        var ours = replica.changeMembership(members -> members.with(member("node3")));
        replica.deliver(change);

        assertThat(site.written(ours)).isNotNull();
        assertThat(replica.membership().names()).containsExactly("node0", "node1", "node3");

        assertThat(site.written(replica.changeMembership(members -> members.with(member("node4")))))
                .isNotNull();
        assertThat(replica.state().read(ReplicaState.SYSTEM_KEY).versions()).hasSize(1);
        assertThat(replica.membership().names()).containsExactly("node0", "node1", "node3", "node4");
    }

    @Test
    void aChangeThatCannotBeReadAtOnceIsAnnouncedLater() {
        Membership theirs = replica.membership().without("node2");
        replica.deliver(transaction(NODE1, 1, NOTHING, new Mutation.Put(ReplicaState.SYSTEM_KEY, theirs.toValue())));
        site.state.faults().failReadsAfter(1); // the fold reads it once, and the announcement once more
        site.run();
        assertThat(replica.isWritable()).isTrue();

        site.state.faults().allowReads();
        replica.maintain(NOTHING);

        assertThat(replica.membership().names()).containsExactly("node0", "node1");
    }
}
