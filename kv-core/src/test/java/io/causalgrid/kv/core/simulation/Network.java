package io.causalgrid.kv.core.simulation;

import java.util.HashSet;
import java.util.Set;

/** Carries messages between sites, badly: it drops, duplicates, delays and so reorders them, and it can be cut. */
final class Network {
    private final Scheduler scheduler;
    private final Statistics statistics;
    private final Set<Set<String>> cuts = new HashSet<>();
    private boolean faulty = true;

    Network(Scheduler scheduler, Statistics statistics) {
        this.scheduler = scheduler;
        this.statistics = statistics;
    }

    void send(String from, String to, Runnable arrival) {
        if (cuts.contains(Set.of(from, to))) {
            statistics.count(Happening.MESSAGE_CUT_OFF);
            return;
        }
        if (faulty && scheduler.chance(12)) {
            statistics.count(Happening.MESSAGE_DROPPED);
            return;
        }
        scheduler.in(delayMillis(), arrival);
        if (faulty && scheduler.chance(12)) {
            statistics.count(Happening.MESSAGE_DUPLICATED);
            scheduler.in(delayMillis(), arrival);
        }
    }

    void cut(String one, String other) {
        statistics.count(Happening.LINK_CUT);
        cuts.add(Set.of(one, other));
    }

    void mend(String one, String other) {
        cuts.remove(Set.of(one, other));
    }

    boolean isOpen(String one, String other) {
        return !cuts.contains(Set.of(one, other));
    }

    void heal() {
        faulty = false;
        cuts.clear();
    }

    void worsen() {
        faulty = true;
    }

    private long delayMillis() {
        boolean slow = faulty && scheduler.chance(30);
        return scheduler.random().nextLong(1, slow ? 400 : 10);
    }
}
