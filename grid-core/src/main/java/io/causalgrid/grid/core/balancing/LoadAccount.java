package io.causalgrid.grid.core.balancing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one balancer knows of one substation's load: the last report it adopted, plus the sessions it was granted after
 * that report, plus its requests that are under way. No session is in two of the three:
 *
 * <ul>
 *   <li>An answered session carries the version in which it started, so it counts beside the report exactly if that
 *       version is later than the report's.
 *   <li>Whether a request still under way is in a report cannot be known before its answer. A report is therefore set
 *       aside until every request that was under way when it arrived has been answered, and only then adopted.
 * </ul>
 */
final class LoadAccount {
    /** More sessions than a substation starts between two reports; only a bound in case reports never come. */
    private static final int UNREPORTED_MAX = 10_000;

    private record SetAside(LoadReport report, Set<Long> awaited) {}

    private final Map<Long, Long> underWayWatts = new HashMap<>();
    private final Deque<Acceptance> unreported = new ArrayDeque<>();
    /** The sum of both, kept up to date: it is looked at for each request. */
    private long addedWatts;

    private @Nullable LoadReport adopted;
    private @Nullable SetAside setAside;
    private boolean up;

    void reserve(PendingLoad pending) {
        underWayWatts.put(pending.number(), pending.commitmentWatts());
        addedWatts += pending.commitmentWatts();
    }

    void accepted(PendingLoad pending, Acceptance acceptance) {
        if (underWayWatts.containsKey(pending.number()) && isAfterAdopted(acceptance)) {
            unreported.add(acceptance);
            addedWatts += acceptance.commitmentWatts();
            if (unreported.size() > UNREPORTED_MAX) {
                addedWatts -= unreported.remove().commitmentWatts();
            }
        }
        settle(pending);
    }

    void settle(PendingLoad pending) {
        Long settled = underWayWatts.remove(pending.number());
        if (settled != null) {
            addedWatts -= settled;
        }
        SetAside waiting = setAside;
        if (waiting != null) {
            waiting.awaited().remove(pending.number());
            if (waiting.awaited().isEmpty()) {
                setAside = null;
                adopt(waiting.report());
            }
        }
    }

    void reported(LoadReport report) {
        up = true;
        if (underWayWatts.isEmpty()) {
            setAside = null;
            adopt(report);
        } else if (setAside == null || !setAside.report().instance().equals(report.instance())) {
            setAside = new SetAside(report, new HashSet<>(underWayWatts.keySet()));
        }
    }

    void unreachable() {
        up = false;
    }

    SubstationLoad load(String id, int position) {
        int sessions = underWayWatts.size() + unreported.size();
        LoadReport report = adopted;
        if (report == null) {
            return new SubstationLoad(id, position, up, 0, 0, 0, addedWatts, sessions);
        }
        return new SubstationLoad(
                id,
                position,
                up,
                report.limitWatts(),
                report.connectors(),
                report.powerWatts(),
                report.committedWatts() + addedWatts,
                report.activeSessions() + sessions);
    }

    private boolean isAfterAdopted(Acceptance acceptance) {
        LoadReport report = adopted;
        return report == null
                || !report.instance().equals(acceptance.instance())
                || acceptance.version() > report.version();
    }

    private void adopt(LoadReport report) {
        LoadReport before = adopted;
        boolean isOld =
                before != null && before.instance().equals(report.instance()) && report.version() < before.version();
        if (!isOld) {
            adopted = report;
            for (var left = unreported.iterator(); left.hasNext(); ) {
                Acceptance acceptance = left.next();
                if (!acceptance.instance().equals(report.instance()) || !isAfterAdopted(acceptance)) {
                    addedWatts -= acceptance.commitmentWatts();
                    left.remove();
                }
            }
        }
    }
}
