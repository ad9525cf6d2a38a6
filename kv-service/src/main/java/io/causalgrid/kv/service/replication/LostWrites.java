package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.site.Site;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Finds out whether a write can still appear. It cannot if its site names its writes with another incarnation now, no member
 * has it, and none holds anything back whose causes are missing: what nobody has, nobody can send. All members must say so,
 * each of them after it was asked; if one cannot be reached, the write may be there.
 */
@Singleton
public class LostWrites {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Site site;
    private final Cluster cluster;
    private final StandingClient standings;

    LostWrites(Site site, Cluster cluster, StandingClient standings) {
        this.site = site;
        this.cluster = cluster;
        this.standings = standings;
    }

    /**
     * Asks all members.
     *
     * @param isExcludedBy whether a member that has applied that much, and names its own writes so now, neither has the write
     *     nor can make it
     * @return whether the write is lost for certain
     */
    public Uni<Boolean> isLost(BiFunction<VersionVector, SiteId, Boolean> isExcludedBy) {
        List<Uni<Boolean>> answers = new ArrayList<>();
        answers.add(site.ask(replica -> replica.bufferSize() == 0
                && isExcludedBy.apply(replica.state().point().applied(), replica.self())));
        cluster.peers()
                .forEach(peer -> answers.add(Uni.createFrom()
                        .completionStage(() -> standings.ask(peer, VersionVector.empty(), PATIENCE))
                        .map(report -> report.bufferDepth() == 0 && isExcludedBy.apply(report.applied(), report.self()))
                        .onFailure()
                        .recoverWithItem(false)));
        return Uni.join().all(answers).andFailFast().map(all -> all.stream().allMatch(each -> each));
    }
}
