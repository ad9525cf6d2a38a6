package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.clock.SiteId;
import io.causalgrid.kv.core.clock.VersionVector;
import io.causalgrid.kv.core.replica.Acknowledgements;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** What one life has to do with the other sites: it follows their logs, tells them what it has, and hears what they have. */
final class Peers {
    private static final Duration RETENTION = Duration.ofMillis(250);

    private final SiteLife life;
    private final SimulatedCluster cluster;
    private final Acknowledgements acknowledgements;
    private final TreeMap<String, Following> followings = new TreeMap<>();
    private final Set<String> answered = new HashSet<>();

    Peers(SiteLife life) {
        this.life = life;
        this.cluster = life.site().cluster();
        this.acknowledgements =
                new Acknowledgements(RETENTION, life.site().clock().instant());
    }

    /**
     * Whether all other members have said since the start what they know of this site, if they must: a disk that was put
     * back silently may have forgotten what only one of them knows.
     */
    boolean haveAnswered() {
        boolean enough =
                !life.site().hearsAllAtStart() || others().stream().allMatch(peer -> answered.contains(peer.name()));
        if (enough) {
            life.site().hasHeardAll();
        }
        return enough;
    }

    /** What all other members have. */
    VersionVector stable() {
        List<String> names = life.replica().membership().names().stream()
                .filter(name -> !name.equals(life.site().name()))
                .toList();
        return acknowledgements.stable(
                names, life.site().holds(), life.site().clock().instant());
    }

    void tick() {
        for (SimulatedSite peer : others()) {
            report(peer);
            if (life.site().hearsAllAtStart() && !answered.contains(peer.name())) {
                ask(peer);
            }
            Following following = followings.get(peer.name());
            if (following == null || following.isStale()) {
                restart(peer);
            }
        }
    }

    void restartAll() {
        others().forEach(this::restart);
    }

    private void restart(SimulatedSite peer) {
        Following old = followings.get(peer.name());
        if (old != null) {
            old.close();
        }
        var fresh = new Following(life, peer);
        followings.put(peer.name(), fresh);
        fresh.open(cluster.scheduler().chance(75) ? allBut(peer) : Set.of());
    }

    /** What a site leaves out when it fetches every peer's own writes from that peer itself. */
    private Set<SiteId> allBut(SimulatedSite peer) {
        var excluded = new HashSet<SiteId>();
        for (SimulatedSite other : others()) {
            if (other != peer) {
                other.life().ifPresent(running -> excluded.add(running.replica().self()));
            }
        }
        return excluded;
    }

    private void report(SimulatedSite peer) {
        VersionVector knows = life.replica().state().point().applied();
        VersionVector holds = life.site().holds();
        String name = life.site().name();
        cluster.network().send(name, peer.name(), () -> peer.life()
                .ifPresent(other -> other.guard(() -> other.peers().heard(name, knows, holds))));
    }

    private void ask(SimulatedSite peer) {
        String name = life.site().name();
        cluster.network().send(name, peer.name(), () -> peer.life()
                .ifPresent(other -> other.guard(() -> other.peers().answer(life))));
    }

    private void answer(SiteLife asking) {
        if (!life.replica().isWritable()) {
            return; // not before its own log is read
        }
        VersionVector knows = life.replica().state().point().applied();
        String name = life.site().name();
        cluster.network()
                .send(
                        name,
                        asking.site().name(),
                        () -> asking.guard(() -> {
                            asking.peers().heard(name, knows, VersionVector.empty());
                            if (asking.replica().isWritable()) { // else it could not compare
                                asking.peers().answered.add(name);
                            }
                        }));
    }

    private void heard(String name, VersionVector knows, VersionVector holds) {
        acknowledgements.heard(name, holds, life.site().clock().instant());
        SiteId self = life.replica().self();
        if (life.replica().isWritable()
                && knows.get(self) > life.replica().accepted().get(self)) {
            life.renewal().detected();
        }
    }

    private List<SimulatedSite> others() {
        return life.replica().membership().names().stream()
                .filter(name -> !name.equals(life.site().name()))
                .flatMap(name -> cluster.site(name).stream())
                .toList();
    }
}
