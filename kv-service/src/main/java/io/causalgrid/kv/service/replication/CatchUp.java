package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.site.Site;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Whether this site, which starts empty, has caught up with what its peers had when it met them. Until then a client
 * could read an older state here than it read before the restart, so requests are turned away. A peer that cannot be
 * reached is not waited for: the store stays available.
 */
@Singleton
public class CatchUp {
    private static final Logger LOG = Logger.getLogger(CatchUp.class);

    private final Site site;
    private final Map<String, VersionVector> targets = new ConcurrentHashMap<>();
    private final int peers;
    private volatile boolean done;

    CatchUp(Site site, Cluster cluster, LinkObservers observers) {
        this.site = site;
        this.peers = cluster.peers().size();
        observers.add(new LinkObserver() {
            @Override
            public void reported(LinkStatus status) {
                status.lastReport().ifPresent(report -> targets.putIfAbsent(status.peer(), report.applied()));
            }

            @Override
            public void failed(String peer) {
                targets.putIfAbsent(peer, VersionVector.empty());
            }
        });
    }

    /** Whether the site may serve; once true, it stays true. */
    public boolean isDone() {
        if (!done && targets.size() == peers) {
            VersionVector applied = site.point().applied();
            if (targets.values().stream().allMatch(applied::includes)) {
                done = true;
                LOG.infof("%s has caught up and serves", site.self());
            }
        }
        return done;
    }
}
