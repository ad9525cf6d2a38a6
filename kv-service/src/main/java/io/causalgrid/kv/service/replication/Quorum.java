package io.causalgrid.kv.service.replication;

import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.membership.Member;
import io.causalgrid.kv.core.state.ReplicaState;
import io.causalgrid.kv.service.config.Cluster;
import io.causalgrid.kv.service.site.Site;
import io.causalgrid.kv.service.storage.SiteStorage;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Whether this site may be counted by those who read at a majority. A write that a majority held durably must be held by a
 * majority at all later times, or a read at another majority would miss it; so a site whose data were born empty, or may have
 * lost writes, counts only once it has caught up with a majority of the others. What a majority held, this site among them, was
 * also at so many of the others that one of these has it. Two sites that lose their disks at the same time are beyond this.
 *
 * <p>That a site has caught up is written down for its incarnation: with its disk intact it need not do so again.
 */
@Singleton
public class Quorum {
    private static final Logger LOG = Logger.getLogger(Quorum.class);

    private final Site site;
    private final Cluster cluster;
    private final CatchUp catchUp;
    private final SiteStorage storage;
    private final Map<String, VersionVector> targets = new ConcurrentHashMap<>();
    private final AtomicBoolean isBeingWritten = new AtomicBoolean();
    private volatile String targetsOf = "";
    private volatile String caughtUpAs;

    Quorum(Site site, Cluster cluster, CatchUp catchUp, SiteStorage storage, LinkObservers observers) {
        this.site = site;
        this.cluster = cluster;
        this.catchUp = catchUp;
        this.storage = storage;
        this.caughtUpAs = storage.caughtUpAs().orElse("");
        observers.add(new LinkObserver() {
            @Override
            public void reported(LinkStatus status) {
                status.lastReport().ifPresent(report -> heard(status.peer(), report.applied()));
            }

            @Override
            public void changed(LinkStatus status) {}
        });
    }

    /** Why this site may not be counted; empty if it may. */
    public Optional<String> hindrance() {
        if (!catchUp.isDone()) {
            return Optional.of("This replica is " + catchUp.stage().inDocuments() + ".");
        }
        String incarnation = site.self().incarnation();
        if (caughtUpAs.equals(incarnation)) {
            return Optional.empty();
        }
        look(incarnation);
        return Optional.of(
                "The data of this replica are new, and have not caught up with a majority of the others yet.");
    }

    /** Among whom it may be counted: their number, what tells one membership from another, and whether it ever changed. */
    public String members() {
        List<String> names = cluster.names();
        String fingerprint = Integer.toHexString(cluster.membership().toString().hashCode());
        boolean isAsConfigured =
                site.state().read(ReplicaState.SYSTEM_KEY).versions().isEmpty();
        return names.size() + "; " + fingerprint + "; " + (isAsConfigured ? "unchanged" : "changed");
    }

    private void heard(String peer, VersionVector applied) {
        String incarnation = site.self().incarnation();
        if (caughtUpAs.equals(incarnation)) {
            return;
        }
        if (!targetsOf.equals(incarnation)) {
            targetsOf = incarnation;
            targets.clear();
        }
        targets.putIfAbsent(peer, applied);
        look(incarnation);
    }

    /** Looks whether it has caught up, and if so has that written down; it counts when that is on the disk. */
    private void look(String incarnation) {
        List<Member> others = cluster.peers();
        VersionVector applied = site.point().applied();
        long reached = others.stream()
                .filter(peer -> targetsOf.equals(incarnation))
                .map(peer -> targets.get(peer.name()))
                .filter(target -> target != null && applied.includes(target))
                .count();
        boolean isEnough = others.isEmpty() || reached > others.size() / 2;
        if (isEnough && isBeingWritten.compareAndSet(false, true)) {
            site.standing().subscribe().with(standing -> writeDown(incarnation), _ -> isBeingWritten.set(false));
        }
    }

    private void writeDown(String incarnation) {
        try {
            storage.caughtUp(incarnation);
            caughtUpAs = incarnation;
            LOG.infof("%s may be counted for majorities", site.self());
        } finally {
            isBeingWritten.set(false);
        }
    }
}
