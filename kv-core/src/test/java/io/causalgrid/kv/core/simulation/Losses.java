package io.causalgrid.kv.core.simulation;

import io.causalgrid.kv.core.clock.Dot;
import io.causalgrid.kv.core.clock.VersionVector;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Remembers which writes were acknowledged, and which of them may be lost all the same: nobody had them but a disk that is gone. */
final class Losses {
    private final SimulatedCluster cluster;
    private final Set<Dot> acknowledged = new HashSet<>();
    private final Set<Dot> mayBeLost = new HashSet<>();

    Losses(SimulatedCluster cluster) {
        this.cluster = cluster;
    }

    void acknowledged(Dot dot) {
        acknowledged.add(dot);
    }

    /** That site had so much, and has only what it now holds. */
    void after(SimulatedSite site, VersionVector had) {
        for (Dot dot : acknowledged) {
            if (had.contains(dot) && !site.holds().contains(dot) && !anyOtherHas(site, dot)) {
                mayBeLost.add(dot);
            }
        }
    }

    /** The acknowledged writes that must be in that vector, and are not. */
    List<Dot> missingFrom(VersionVector applied) {
        return acknowledged.stream()
                .filter(dot -> !applied.contains(dot) && !mayBeLost.contains(dot))
                .sorted()
                .toList();
    }

    /** How many writes were lost, of those that may be. */
    long lostBy(VersionVector applied) {
        return mayBeLost.stream().filter(dot -> !applied.contains(dot)).count();
    }

    private boolean anyOtherHas(SimulatedSite site, Dot dot) {
        return cluster.sites().stream()
                .filter(other -> other != site)
                .anyMatch(other -> other.holds().contains(dot)
                        || other.life()
                                .filter(life ->
                                        life.replica().state().point().applied().contains(dot))
                                .isPresent());
    }
}
