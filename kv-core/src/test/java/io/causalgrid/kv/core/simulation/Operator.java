package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.membership.Membership;
import io.causalgrid.kv.core.replica.WriteOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Who lets sites join and leave, and sees to it in the end that the members are those who are there. */
final class Operator {
    private static final int SITES_MIN = 3;
    private static final int SITES_MAX = 7;
    private static final int CHECK_MILLIS = 40;

    private final SimulatedCluster cluster;
    private int joined;
    private long correctedAtMillis;
    private boolean leaving;

    Operator(SimulatedCluster cluster) {
        this.cluster = cluster;
    }

    /** A new site joins, if there is room and somebody to ask. */
    void join() {
        if (cluster.sites().size() >= SITES_MAX) {
            return;
        }
        cluster.anyReadySite().ifPresent(contact -> {
            joined++;
            Member member = SimulatedCluster.member("new" + joined);
            change(contact, membership -> membership.with(member), () -> {
                cluster.statistics().count(Happening.JOIN);
                cluster.add(member, Membership.of(List.of(SimulatedCluster.member(contact.name()), member)));
            });
        });
    }

    /** A site takes no more writes, waits until another has all it has, and leaves. */
    void leave() {
        if (leaving || cluster.sites().size() <= SITES_MIN) {
            return;
        }
        leaving = true;
        SimulatedSite site = cluster.anySite();
        site.takeNoMoreWrites();
        leaveWhenOthersHaveAll(site);
    }

    private void leaveWhenOthersHaveAll(SimulatedSite site) {
        cluster.scheduler().in(CHECK_MILLIS, () -> {
            if (site.isUp() && isIdle(site)) {
                VersionVector all =
                        site.life().orElseThrow().replica().state().point().applied();
                boolean saved = cluster.sites().stream()
                        .anyMatch(other -> other != site && other.holds().includes(all));
                if (saved) {
                    site.retire();
                    leaving = false;
                    cluster.statistics().count(Happening.LEAVE);
                    correct();
                    return;
                }
            }
            leaveWhenOthersHaveAll(site);
        });
    }

    private static boolean isIdle(SimulatedSite site) {
        SiteLife life = site.life().orElseThrow();
        return life.replica().isWritable()
                && life.log().end() == life.replica().state().point().position();
    }

    /** A site is gone for good, and another one takes its place. */
    void replace(SimulatedSite dead) {
        if (cluster.sites().size() <= SITES_MIN || leaving) {
            return;
        }
        dead.retire();
        cluster.statistics().count(Happening.REPLACEMENT);
        correct();
        join();
    }

    /** Whether every site agrees that the members are those who are there. */
    boolean isContent() {
        var names = new TreeSet<String>();
        cluster.sites().forEach(site -> names.add(site.name()));
        return !leaving
                && cluster.sites().stream().allMatch(site -> site.life()
                        .filter(life ->
                                new TreeSet<>(life.replica().membership().names()).equals(names))
                        .isPresent());
    }

    /** Makes the members those who are there, if they are not, at whichever site. */
    void correct() {
        if (cluster.scheduler().nowMillis() - correctedAtMillis < CHECK_MILLIS) {
            return;
        }
        correctedAtMillis = cluster.scheduler().nowMillis();
        cluster.anyReadySite().ifPresent(site -> {
            List<String> named =
                    site.ready().orElseThrow().replica().membership().names();
            var present = new ArrayList<String>();
            cluster.sites().forEach(each -> present.add(each.name()));
            for (String name : present) {
                if (!named.contains(name)) {
                    change(site, membership -> membership.with(SimulatedCluster.member(name)), () -> {});
                }
            }
            for (String name : named) {
                if (!present.contains(name)) {
                    change(site, membership -> membership.without(name), () -> {});
                }
            }
        });
    }

    private void change(SimulatedSite site, UnaryOperator<Membership> change, Runnable done) {
        site.ready()
                .ifPresent(life ->
                        life.guard(() -> life.replica().changeMembership(change).whenComplete((outcome, _) -> {
                            if (outcome instanceof WriteOutcome.Written(var transaction, var _)) {
                                cluster.losses().acknowledged(transaction.dot());
                                done.run();
                            }
                        })));
    }
}
