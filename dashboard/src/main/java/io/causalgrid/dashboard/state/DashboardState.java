package io.causalgrid.dashboard.state;

import io.causalgrid.dashboard.state.EventLine.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the dashboard knows at one moment. {@link #after} is the only way from one state to the next, and a pure
 * function; equal observations in equal order give equal states.
 *
 * @param replicas by name, in the configured order
 * @param events newest first, at most {@code eventsMax}
 */
public record DashboardState(Map<String, Replica> replicas, Gateway gateway, List<EventLine> events, int eventsMax) {
    public DashboardState {
        replicas = Collections.unmodifiableMap(new LinkedHashMap<>(replicas));
        events = List.copyOf(events);
    }

    /** The state after one more observation; of a replica that is not configured, nothing is kept. */
    public DashboardState after(Observation observation) {
        return switch (observation) {
            case Observation.ReplicaReported report -> reported(report);
            case Observation.ReplicaLost loss -> lost(loss);
            case Observation.GatewayReported report -> gatewayReported(report);
            case Observation.GatewayLost loss -> gatewayLost(loss);
            case Observation.Happened happened ->
                with(happened.at(), happened.source(), happened.kind(), happened.text());
        };
    }

    private DashboardState reported(Observation.ReplicaReported report) {
        Replica before = replicas.get(report.replica());
        if (before == null) {
            return this;
        }
        Replica now = before.reported(report.document(), report.at());
        return with(now).noting(report.at(), now.name(), before.contact(), now.contact());
    }

    private DashboardState lost(Observation.ReplicaLost loss) {
        Replica before = replicas.get(loss.replica());
        if (before == null) {
            return this;
        }
        Replica now = before.lost(loss.why(), loss.at());
        return with(now).noting(loss.at(), now.name(), before.contact(), now.contact());
    }

    private DashboardState gatewayReported(Observation.GatewayReported report) {
        Gateway now = gateway.reported(report);
        DashboardState next = with(now).noting(report.at(), "gateway", gateway.contact(), now.contact());
        for (var substation : now.substations()) {
            next = next.noting(
                    report.at(),
                    substation.id(),
                    gateway.contacts().get(substation.id()),
                    now.contacts().get(substation.id()));
        }
        return next;
    }

    private DashboardState gatewayLost(Observation.GatewayLost loss) {
        Gateway now = gateway.lost(loss);
        return with(now).noting(loss.at(), "gateway", gateway.contact(), now.contact());
    }

    /** A line for the list when an outage begins or ends; the first contact of all is not worth one. */
    private DashboardState noting(Instant at, String source, @Nullable Contact before, @Nullable Contact now) {
        boolean wasDown = before instanceof Contact.Unreachable;
        boolean isDown = now instanceof Contact.Unreachable;
        if (wasDown == isDown) {
            return this;
        }
        return with(at, source, Kind.CONTACT, isDown ? "became unreachable" : "is back");
    }

    private DashboardState with(Replica replica) {
        var changed = new LinkedHashMap<>(replicas);
        changed.put(replica.name(), replica);
        return new DashboardState(changed, gateway, events, eventsMax);
    }

    private DashboardState with(Gateway changed) {
        return new DashboardState(replicas, changed, events, eventsMax);
    }

    private DashboardState with(Instant at, String source, Kind kind, String text) {
        long id = events.isEmpty() ? 1 : events.getFirst().id() + 1;
        var lines = new ArrayList<EventLine>(Math.min(events.size() + 1, eventsMax));
        lines.add(new EventLine(id, at, source, kind, text));
        lines.addAll(events.subList(0, Math.min(events.size(), eventsMax - 1)));
        return new DashboardState(replicas, gateway, lines, eventsMax);
    }
}
