package io.causalgrid.kv.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.key.KeyRange;
import io.causalgrid.kv.core.replica.Replica;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Compares the sites with each other and with the oracle when all faults are over. */
final class Judgement {
    /** After all that may have expired by a clock that was set ahead again and again, and before all that a write keeps. */
    private static final Duration END_OF_TIME = Duration.ofDays(200);

    private final SimulatedCluster cluster;

    Judgement(SimulatedCluster cluster) {
        this.cluster = cluster;
    }

    /** Whether all sites have the same, nothing is missing, and nothing is under way. */
    boolean hasConverged() {
        VersionVector first = null;
        for (SimulatedSite site : cluster.sites()) {
            if (site.ready().isEmpty()) {
                return false;
            }
            Replica replica = site.ready().get().replica();
            VersionVector applied = replica.state().point().applied();
            if (first == null) {
                first = applied;
            }
            if (!applied.equals(first)
                    || site.ready().get().log().end() > replica.state().point().position()
                    || replica.waiting(Integer.MAX_VALUE).stream()
                            .anyMatch(transaction -> applied.contains(transaction.dot()))) {
                return false; // what else waits, waits for a write that is lost, and was lost itself
            }
        }
        return first != null
                && cluster.losses().missingFrom(first).isEmpty()
                && cluster.operator().isContent();
    }

    /** All sites must have the same, and that must be right. */
    void judge() {
        List<Replica> replicas = cluster.sites().stream()
                .map(site -> site.life().orElseThrow().replica())
                .toList();
        Instant endOfTime = cluster.scheduler().instant().plus(END_OF_TIME);
        var first = replicas.getFirst();
        for (SimulatedSite site : cluster.sites()) {
            Replica replica = site.life().orElseThrow().replica();
            site.life().orElseThrow().state().purge(endOfTime, Integer.MAX_VALUE);
            cluster.oracle().judge(site.name(), replica, endOfTime);
            assertThat(replica.state().point().digest())
                    .as("digest")
                    .isEqualTo(first.state().point().digest());
            assertThat(replica.state().point().keys())
                    .as("keys")
                    .isEqualTo(first.state().point().keys());
            assertThat(replica.membership().members())
                    .as("members")
                    .isEqualTo(first.membership().members());
        }
        cluster.counting().judge(first.state());
        cluster.collecting().judge(first.state());
        first.state().scan(KeyRange.ALL, Integer.MAX_VALUE).forEach(keyed -> cluster.statistics()
                .count(Happening.SIBLING, keyed.register().versions().size() - 1));
        cluster.statistics()
                .count(
                        Happening.ACKNOWLEDGED_WRITE_LOST_WITH_ITS_DISK,
                        cluster.losses().lostBy(first.state().point().applied()));
    }

    /** Where everybody stands. */
    String describe() {
        var text = new StringBuilder("at " + cluster.scheduler().nowMillis() + " ms; operator content: "
                + cluster.operator().isContent());
        for (SimulatedSite site : cluster.sites()) {
            text.append("\n%s %s ready=%s holds=%s"
                    .formatted(site.name(), site.durability(), site.ready().isPresent(), site.holds()));
            site.life()
                    .ifPresent(life ->
                            text.append(" self=%s point=%s buffered=%d writable=%s log=%d..%d members=%s missing=%s"
                                    .formatted(
                                            life.replica().self(),
                                            life.replica().state().point(),
                                            life.replica().bufferSize(),
                                            life.replica().isWritable(),
                                            life.log().start(),
                                            life.log().end(),
                                            life.replica().membership().names(),
                                            cluster.losses()
                                                    .missingFrom(life.replica()
                                                            .state()
                                                            .point()
                                                            .applied()))));
        }
        return text.toString();
    }
}
