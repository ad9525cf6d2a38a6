package io.causalgrid.kv.core.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.causalgrid.kv.core.record.CorruptRecordException;
import io.causalgrid.kv.core.record.Value;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

class MembershipTest {
    private static final Membership CONFIGURED = Membership.of(List.of(member(0, 1), member(1, 1), member(2, 1)));

    @Test
    void mergeIsCommutativeAssociativeAndIdempotent() {
        qt().forAll(memberships(), memberships(), memberships()).checkAssert((a, b, c) -> {
            assertThat(a.merge(b)).isEqualTo(b.merge(a));
            assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
            assertThat(a.merge(a)).isEqualTo(a);
            assertThat(a.merge(b).merge(b)).isEqualTo(a.merge(b));
        });
    }

    @Test
    void everyMembershipComesBackFromItsValue() {
        qt().forAll(memberships()).checkAssert(membership -> assertThat(Membership.fromValue(membership.toValue()))
                .isEqualTo(membership));
    }

    @Test
    void aNewMemberComesLastAndOneThatComesBackGetsItsOldPlace() {
        Membership changed = CONFIGURED.with(member(3, 1)).without("node1").with(member(1, 2));

        assertThat(changed.names()).containsExactly("node0", "node1", "node2", "node3");
        assertThat(changed.member("node1").orElseThrow().url()).isEqualTo(URI.create("http://node1:2"));
    }

    @Test
    void aDepartureStandsAgainstThoseWhoHaveNotHeardOfIt() {
        assertThat(CONFIGURED.without("node1").merge(CONFIGURED).names()).containsExactly("node0", "node2");
    }

    @Test
    void ofADepartureAndAConcurrentChangeOfTheSameMemberTheDepartureCounts() {
        assertThat(CONFIGURED
                        .without("node1")
                        .merge(CONFIGURED.with(member(1, 2)))
                        .names())
                .containsExactly("node0", "node2");
    }

    @Test
    void twoThatJoinAtTheSameTimeAreInTheSameOrderEverywhere() {
        Membership here = CONFIGURED.with(member(7, 1));
        Membership there = CONFIGURED.with(member(4, 1));

        assertThat(here.merge(there).names()).containsExactly("node0", "node1", "node2", "node4", "node7");
        assertThat(here.merge(there)).isEqualTo(there.merge(here));
    }

    @Test
    void whoIsNoMemberCannotLeave() {
        assertThat(CONFIGURED.without("nobody")).isEqualTo(CONFIGURED);
    }

    @Test
    void aNameTwiceIsRefused() {
        assertThatThrownBy(() -> Membership.of(List.of(member(0, 1), member(0, 2))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aValueThatIsNoMembershipIsRefused() {
        assertThatThrownBy(() -> Membership.fromValue(Value.text("\u0001\u0001")))
                .isInstanceOf(CorruptRecordException.class);
        assertThatThrownBy(() -> Membership.fromValue(Value.text("\u0009"))).isInstanceOf(CorruptRecordException.class);
    }

    /** What comes about when sites change the configured members, and hear of each other's changes, or not. */
    private static Gen<Membership> memberships() {
        return lists().of(integers().between(0, 23)).ofSizeBetween(0, 6).map(changes -> {
            Membership membership = CONFIGURED;
            for (int change : changes) {
                int node = change % 6;
                membership = switch (change / 6) {
                    case 0 -> membership.with(member(node, 1));
                    case 1 -> membership.with(member(node, 2));
                    case 2 -> membership.without("node" + node);
                    default -> membership.merge(CONFIGURED.without("node" + node));
                };
            }
            return membership;
        });
    }

    private static Member member(int node, int port) {
        return new Member("node" + node, URI.create("http://node" + node + ":" + port));
    }
}
