package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.membership.Membership;
import io.causalgrid.kv.core.replica.WriteOutcome;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.core.state.Version;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.site.Site;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Changes of the membership, one at a time: the next one must wait until every member that can be reached knows of the
 * last. Concurrent changes at two sites would merge without harm; but whoever makes them should see what they lead to.
 */
@Singleton
public class MembershipChanges {
    private final Site site;
    private final Cluster cluster;
    private final PeerLinks links;

    /** What became of a change. */
    public sealed interface Outcome {
        /** It is made, or there was nothing to change. */
        record Changed(Membership membership) implements Outcome {}

        /** Those members have not yet heard of the change before; if none is named, it is being made at this site. */
        record UnderWay(List<String> unaware) implements Outcome {}

        /** The cluster has as many members as it may have. */
        record TooMany(int limit) implements Outcome {}

        /** There is no such member. */
        record Unknown(String name) implements Outcome {}

        /** The last member cannot leave. */
        record Last() implements Outcome {}
    }

    MembershipChanges(Site site, Cluster cluster, PeerLinks links) {
        this.site = site;
        this.cluster = cluster;
        this.links = links;
    }

    /** Lets a member join, or gives one a new address. */
    public Uni<Outcome> join(Member member) {
        Membership now = cluster.membership();
        if (now.member(member.name()).filter(member::equals).isPresent()) {
            return done(new Outcome.Changed(now));
        }
        boolean grows = now.member(member.name()).isEmpty();
        if (grows && now.members().size() >= Membership.MEMBERS_MAX) {
            return done(new Outcome.TooMany(Membership.MEMBERS_MAX));
        }
        return change(member.name(), membership -> membership.with(member));
    }

    /** Lets a member leave. */
    public Uni<Outcome> leave(String name) {
        Membership now = cluster.membership();
        if (now.member(name).isEmpty()) {
            return done(new Outcome.Unknown(name));
        }
        if (now.members().size() == 1) {
            return done(new Outcome.Last());
        }
        return change(name, membership -> membership.without(name));
    }

    private Uni<Outcome> change(String subject, UnaryOperator<Membership> change) {
        List<String> unaware = unaware(subject);
        if (!unaware.isEmpty()) {
            return done(new Outcome.UnderWay(unaware));
        }
        return site.changeMembership(change).map(outcome -> switch (outcome) {
            case WriteOutcome.Written _ -> new Outcome.Changed(cluster.membership());
            case WriteOutcome.Repeated _, WriteOutcome.Refused _ -> new Outcome.UnderWay(List.of());
        });
    }

    /** The members that can be reached, the subject aside, and have not applied the last change. */
    private List<String> unaware(String subject) {
        Set<Dot> last = site.state().read(ReplicaState.SYSTEM_KEY).versions().stream()
                .map(Version::dot)
                .collect(Collectors.toSet());
        return links.statuses().stream()
                .filter(status -> !status.peer().equals(subject))
                .filter(status -> status.state() == LinkStatus.State.CONNECTED)
                .filter(status -> status.lastReport()
                        .map(report -> !last.stream().allMatch(report.applied()::contains))
                        .orElse(!last.isEmpty()))
                .map(LinkStatus::peer)
                .toList();
    }

    private static Uni<Outcome> done(Outcome outcome) {
        return Uni.createFrom().item(outcome);
    }
}
