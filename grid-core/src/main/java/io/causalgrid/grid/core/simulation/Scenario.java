package io.causalgrid.grid.core.simulation;

import io.causalgrid.grid.core.allocation.AllocatorSettings;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.series.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is replayed.
 *
 * @param network with all connectors of the sessions
 * @param sessions in any order; kept in that of arrival
 * @param battery of all vehicles
 * @param step how often power is divided anew, besides when something changes; positive
 * @param settings of the allocator; how it orders does not matter, since all charge points obey at once
 * @param supply what energy from the grid costs
 * @param conduct of the vehicles
 * @param promises whether each vehicle is promised at its arrival what can be promised, and promises come before the policy
 */
public record Scenario(
        Network network,
        List<RecordedSession> sessions,
        BatteryModel battery,
        Duration step,
        AllocatorSettings settings,
        Supply supply,
        Conduct conduct,
        boolean promises) {

    /**
     * @throws InvalidSessionsException if a session's connector is not in the network, or two sessions are at one connector
     *     at the same time
     */
    public Scenario {
        if (!step.isPositive()) {
            throw new IllegalArgumentException("a step of " + step);
        }
        sessions = sessions.stream()
                .sorted(Comparator.comparing(RecordedSession::arrival).thenComparing(RecordedSession::id))
                .toList();
        Map<String, RecordedSession> latest = new HashMap<>();
        for (RecordedSession session : sessions) {
            if (network.connector(session.connector()).isEmpty()) {
                throw new InvalidSessionsException("session %s is at %s, which is not in the network"
                        .formatted(session.id(), session.connector()));
            }
            RecordedSession before = latest.put(session.connector(), session);
            if (before != null && before.departure().isAfter(session.arrival())) {
                throw new InvalidSessionsException("sessions %s and %s are at %s at the same time"
                        .formatted(before.id(), session.id(), session.connector()));
            }
        }
    }

    /** One whose vehicles are all honest, of which everything is known. */
    public Scenario(
            Network network,
            List<RecordedSession> sessions,
            BatteryModel battery,
            Duration step,
            AllocatorSettings settings,
            Course prices) {
        this(network, sessions, battery, step, settings, Supply.at(prices), Conduct.IDEAL, false);
    }

    Instant start() {
        return sessions.getFirst().arrival();
    }
}
