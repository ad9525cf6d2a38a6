package io.causalgrid.grid.core.charging;

import java.util.HashSet;
import java.util.Set;

/** Carries messages, or not, or late, or twice. */
final class Net {
    /** How messages are treated. */
    enum Manner {
        /** Between sites, and to and from them. */
        STORE,
        /** Between clients, balancers and owners: as late as can be. */
        SERVICE,
        /** Between owners and charge points: never later than {@link Times#TRANSIT_MILLIS}. */
        CONTROL
    }

    private final Scheduler scheduler;
    private final Statistics statistics;
    private final Set<String> cuts = new HashSet<>();
    private boolean calm;

    Net(Scheduler scheduler, Statistics statistics) {
        this.scheduler = scheduler;
        this.statistics = statistics;
    }

    void cut(String one, String other) {
        if (!calm) {
            statistics.count(Happening.LINK_CUT);
            cuts.add(link(one, other));
        }
    }

    void mend(String one, String other) {
        cuts.remove(link(one, other));
    }

    /** From now on all arrives, soon and once. */
    void calm() {
        calm = true;
        cuts.clear();
    }

    void send(Machine from, Machine to, Manner manner, Runnable arrival) {
        if (cuts.contains(link(from.name(), to.name()))) {
            statistics.count(Happening.MESSAGE_CUT_OFF);
            return;
        }
        if (calm) {
            carry(to, scheduler.between(1, 20), arrival);
            return;
        }
        int lost = manner == Manner.STORE ? 1 : 3;
        if (scheduler.chance(lost)) {
            statistics.count(manner == Manner.CONTROL ? Happening.ORDER_LOST : Happening.MESSAGE_LOST);
            return;
        }
        carry(to, delay(manner), arrival);
        if (manner != Manner.STORE && scheduler.chance(3)) {
            statistics.count(Happening.MESSAGE_REPEATED);
            carry(to, delay(manner), arrival);
        }
    }

    private long delay(Manner manner) {
        boolean late = scheduler.chance(manner == Manner.CONTROL ? 30 : 4);
        if (!late) {
            return scheduler.between(1, 30);
        }
        return switch (manner) {
            case STORE -> scheduler.between(30, 600);
            case SERVICE -> {
                statistics.count(Happening.MESSAGE_LATE);
                yield scheduler.between(30, scheduler.chance(50) ? 2_000 : 25_000);
            }
            case CONTROL -> {
                statistics.count(Happening.ORDER_LATE);
                yield scheduler.between(30, Times.NETWORK_MILLIS);
            }
        };
    }

    private void carry(Machine to, long millis, Runnable arrival) {
        scheduler.in(millis, () -> to.run(arrival));
    }

    private static String link(String one, String other) {
        return one.compareTo(other) < 0 ? one + '|' + other : other + '|' + one;
    }
}
