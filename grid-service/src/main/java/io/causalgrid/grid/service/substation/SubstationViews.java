package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.balancing.LoadReport;
import io.causalgrid.grid.service.wire.SessionView;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * What can be read of a substation, from any thread. The owner's thread replaces what a round has changed, before it answers
 * anybody of that round: who has an answer sees its effect. Each view is immutable; those of different sessions may be of
 * different rounds.
 */
final class SubstationViews {
    private final int endedMax;
    private final ConcurrentSkipListMap<String, SessionView> sessions = new ConcurrentSkipListMap<>();
    private final Deque<String> ended = new ArrayDeque<>();
    private final Totals none;
    private volatile Totals totals;

    /**
     * Sums over all sessions.
     *
     * @param deliveredWattHours over all sessions that there ever were; never decreases
     * @param lentWatts of its right to its feeder
     * @param borrowedWatts beyond its right to its feeder
     * @param isWhole whether all sessions can be seen: an owner that has just taken over cannot show all of them yet
     * @param at when they were taken, by the steady clock
     */
    record Totals(
            LoadReport load,
            double deliveredWattHours,
            double lentWatts,
            double borrowedWatts,
            boolean isWhole,
            Instant at) {}

    /** Which sessions are asked for: null for any state; with a greater id than {@code after}; at most {@code limit}. */
    record Page(@Nullable String state, String after, int limit) {}

    SubstationViews(int endedMax, Totals none) {
        this.endedMax = endedMax;
        this.none = none;
        this.totals = none;
    }

    /** Only by the owner's thread. Returns what was there before. */
    Optional<SessionView> replace(SessionView view, boolean isOver) {
        SessionView before = sessions.put(view.id(), view);
        boolean isNewlyOver = isOver && (before == null || !before.state().equals(view.state()));
        if (isNewlyOver) {
            ended.add(view.id());
            if (ended.size() > endedMax) {
                sessions.remove(ended.remove());
            }
        }
        return Optional.ofNullable(before);
    }

    /** Only by the owner's thread. */
    void replace(Totals present) {
        totals = present;
    }

    /** Only by the owner's thread, which ends: what becomes of the sessions is not known here any more. */
    void clear() {
        totals = none;
        sessions.clear();
        ended.clear();
    }

    Totals totals() {
        return totals;
    }

    Optional<SessionView> session(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /** A page of the sessions in the order of their ids. */
    List<SessionView> page(Page page) {
        return sessions.tailMap(page.after(), false).values().stream()
                .filter(session -> page.state() == null || page.state().equals(session.state()))
                .limit(page.limit())
                .toList();
    }
}
