package io.causalgrid.grid.core.allocation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may charge when the limit does not leave the minimum current for everyone at once. Whoever has a turn
 * keeps it for a whole period, so that contactors do not clatter; free places go to those who have waited longest.
 *
 * <p>Nobody starves: who waits is overtaken by nobody who begins to wait later, and a turn of those ahead ends after a
 * period. When all floors fit, all have a turn. Confined to one thread; remembers only the sessions of the last call.
 */
final class Rotation {
    /** Since when a session charges or waits. */
    private record Place(boolean hasTurn, Instant since) {}

    private final Duration period;
    private Map<String, Place> places = Map.of();

    Rotation(Duration period) {
        this.period = period;
    }

    /** The ids of those who may charge now: their floors together are within the limit. */
    Set<String> admit(double limitWatts, List<Demand> demands, Instant now) {
        List<Demand> queue = new ArrayList<>(demands);
        if (demands.stream().mapToDouble(Demand::floorWatts).sum() > limitWatts) {
            queue.sort(Comparator.comparing((Demand demand) -> !isInMidTurn(demand, now))
                    .thenComparing(demand -> waitsSince(demand, now))
                    .thenComparing(Demand::arrival)
                    .thenComparing(Demand::sessionId));
        }
        Set<String> admitted = HashSet.newHashSet(queue.size());
        double left = limitWatts;
        for (Demand demand : queue) {
            if (demand.floorWatts() > left) {
                break; // letting a smaller floor pass would let it overtake for ever
            }
            left -= demand.floorWatts();
            admitted.add(demand.sessionId());
        }
        remember(demands, admitted, now);
        return admitted;
    }

    private boolean isInMidTurn(Demand demand, Instant now) {
        Place place = places.get(demand.sessionId());
        return place != null && place.hasTurn() && now.isBefore(place.since().plus(period));
    }

    private Instant waitsSince(Demand demand, Instant now) {
        Place place = places.get(demand.sessionId());
        if (place == null) {
            return demand.arrival();
        }
        return place.hasTurn() ? now : place.since();
    }

    private void remember(List<Demand> demands, Set<String> admitted, Instant now) {
        Map<String, Place> next = HashMap.newHashMap(demands.size());
        for (Demand demand : demands) {
            boolean hasTurn = admitted.contains(demand.sessionId());
            next.put(demand.sessionId(), place(demand, hasTurn, now));
        }
        places = next;
    }

    private Place place(Demand demand, boolean hasTurn, Instant now) {
        @Nullable Place before = places.get(demand.sessionId());
        if (before == null) {
            return new Place(hasTurn, hasTurn ? now : demand.arrival());
        }
        boolean goesOn = before.hasTurn() == hasTurn && !(hasTurn && !isInMidTurn(demand, now));
        return goesOn ? before : new Place(hasTurn, now);
    }
}
