package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.site.Site;
import io.causalgrid.kv.service.storage.SiteStorage;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Whether this site may serve. After its start it first catches up with what its peers had when it met them, because a
 * client could read an older state here than it read before; a peer that cannot be reached is not waited for: the store
 * stays available. Nor does a site wait for what it cannot take, because its log is full or its disk: once its data have
 * caught up it serves them, as it would if it had not been started anew. A site also turns requests away while it takes a snapshot, and while the cluster does not know it.
 */
@Singleton
public class CatchUp {
    private static final Logger LOG = Logger.getLogger(CatchUp.class);

    private final Site site;
    private final Cluster cluster;
    private final SiteStorage storage;
    private final String caughtUpBeforeAs;
    private final Map<String, VersionVector> targets = new ConcurrentHashMap<>();
    private final Map<String, LinkStatus> links = new ConcurrentHashMap<>();
    private volatile boolean metPeers;
    private volatile boolean refused;
    private volatile boolean takingSnapshot;

    /** What a site is doing. */
    public enum Stage {
        /** It serves. */
        READY,
        /** It has not yet applied all that its peers had when it met them, or takes a snapshot. */
        CATCHING_UP,
        /** Its peers do not know it as a member: it is to join, or was removed without having heard of it. */
        NOT_A_MEMBER,
        /** It has left the cluster. */
        REMOVED;

        /** The name in documents. */
        public String inDocuments() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    CatchUp(Site site, Cluster cluster, SiteStorage storage, LinkObservers observers) {
        this.site = site;
        this.cluster = cluster;
        this.storage = storage;
        this.caughtUpBeforeAs = storage.caughtUpAs().orElse("");
        observers.add(new LinkObserver() {
            @Override
            public void reported(LinkStatus status) {
                status.lastReport().ifPresent(report -> targets.putIfAbsent(status.peer(), report.applied()));
            }

            @Override
            public void changed(LinkStatus status) {
                if (!cluster.isMember()) { // should it come back, it has to catch up anew
                    metPeers = false;
                    targets.clear();
                }
                links.put(status.peer(), status);
                if (status.state() == LinkStatus.State.BACKING_OFF
                        && status.refusal().isEmpty()) {
                    targets.putIfAbsent(status.peer(), VersionVector.empty());
                }
                refused = links.values().stream().anyMatch(link -> link.refusal()
                                .filter(LinkStatus.Refusal.NOT_A_MEMBER::equals)
                                .isPresent())
                        && links.values().stream().noneMatch(link -> link.state() == LinkStatus.State.CONNECTED);
            }
        });
    }

    /** Whether the site serves. */
    public boolean isDone() {
        return stage() == Stage.READY;
    }

    /** What the site is doing. */
    public Stage stage() {
        if (!cluster.isMember()) {
            return Stage.REMOVED;
        }
        if (refused) {
            return Stage.NOT_A_MEMBER;
        }
        return !takingSnapshot && (metPeers || meetsPeers()) ? Stage.READY : Stage.CATCHING_UP;
    }

    /** What keeps the site from what its peers send; nothing if it takes it. */
    public Optional<String> hindrance() {
        return site.trouble().or(storage::shortage);
    }

    /** While a snapshot is fetched and installed. */
    void takingSnapshot(boolean taking) {
        takingSnapshot = taking;
    }

    private boolean meetsPeers() {
        List<Member> peers = cluster.peers();
        VersionVector applied = site.point().applied();
        boolean met = site.isWritable()
                && peers.stream().allMatch(peer -> {
                    VersionVector target = targets.get(peer.name());
                    return target != null && applied.includes(target);
                });
        if (met) {
            metPeers = true;
            LOG.infof("%s has caught up and serves", site.self());
        } else if (isHeldUpWithAllItHad()) {
            metPeers = true;
            LOG.warnf(
                    "%s serves what it has; it cannot catch up: %s",
                    site.self(), hindrance().orElse(""));
        }
        return metPeers;
    }

    /** It has all that it ever showed, or it would have another incarnation, and more does not come in. */
    private boolean isHeldUpWithAllItHad() {
        return site.isWritable()
                && site.trouble().isPresent()
                && caughtUpBeforeAs.equals(site.self().incarnation());
    }
}
