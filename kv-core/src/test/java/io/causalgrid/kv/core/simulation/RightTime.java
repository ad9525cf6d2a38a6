package io.causalgrid.kv.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.causalgrid.kv.core.record.Mutation;
import io.causalgrid.kv.core.record.Transaction;
import io.causalgrid.kv.core.record.Value;
import io.causalgrid.kv.core.replica.WriteOutcome;
import io.causalgrid.kv.core.replica.WriteRequest;
import java.time.Duration;
import java.time.Instant;

/**
 * Sets all clocks right when a run is over, a few hours later: a site may have begun an era just before. With that the
 * timestamps must be right again, whatever the clocks had said.
 */
final class RightTime {
    private static final Duration LATER = Duration.ofHours(3);
    private static final Duration TOLERANCE = Duration.ofSeconds(90);

    private final SimulatedCluster cluster;
    private int underWay;

    RightTime(SimulatedCluster cluster) {
        this.cluster = cluster;
    }

    void correctClocks() {
        cluster.sites().forEach(site -> site.clock().correct(LATER));
    }

    /** The first writes may begin an era. */
    void write() {
        cluster.sites().forEach(site -> write(site, false));
    }

    /** By now all sites know of it. */
    void writeAndJudge() {
        cluster.sites().forEach(site -> write(site, true));
    }

    /** Whether a write has no outcome yet. */
    boolean isWriting() {
        return underWay > 0;
    }

    private void write(SimulatedSite site, boolean judged) {
        SiteLife life = site.ready().orElseThrow();
        underWay++;
        life.guard(() -> life.replica()
                .write(WriteRequest.of(new Mutation.Put("at-the-right-time", Value.text(site.name()))))
                .whenComplete((outcome, _) -> cluster.note(() -> {
                    underWay--;
                    if (judged && outcome instanceof WriteOutcome.Written(Transaction transaction, var _)) {
                        judge(transaction);
                    }
                })));
    }

    private void judge(Transaction transaction) {
        Instant now = cluster.scheduler().instant().plus(LATER);
        assertThat(Instant.ofEpochMilli(transaction.timestamp().epochMillis()))
                .as("the time of %s, written after all clocks were set right", transaction.dot())
                .isBetween(now.minus(TOLERANCE), now.plus(TOLERANCE));
        if (transaction.timestamp().era() > 0) {
            cluster.statistics().count(Happening.ERA_BEGUN);
        }
    }
}
