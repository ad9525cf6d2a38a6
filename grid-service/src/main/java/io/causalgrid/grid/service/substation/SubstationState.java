package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.allocation.Allocator;
import io.causalgrid.grid.core.allocation.Demand;
import io.causalgrid.grid.core.allocation.Grant;
import io.causalgrid.grid.core.balancing.LoadReport;
import io.causalgrid.grid.core.ledger.Admission;
import io.causalgrid.grid.core.ledger.ChargeKey;
import io.causalgrid.grid.core.ledger.Ledger;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.VirtualVehicle;
import io.causalgrid.grid.service.wire.SessionView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A substation at work: its ledger, a virtual vehicle and a grant for each session. Confined to the substation's thread,
 * which before anything else lets it {@link #advance} to now.
 */
final class SubstationState {
    /** Power is divided anew at least this often in simulated time, however fast that runs. */
    private static final Duration STEP_MAX = Duration.ofMinutes(1);
    /** But a process that slept for days does not catch up for hours. */
    private static final int STEPS_MAX = 1_000;

    /** A connector in use. */
    private static final class Outlet {
        VirtualVehicle vehicle;
        double setWatts;

        @Nullable
        Grant grant;

        Outlet(VirtualVehicle vehicle) {
            this.vehicle = vehicle;
        }
    }

    private final SubstationIdentity identity;
    private final Ledger ledger;
    private final Allocator allocator;
    private final Map<String, Outlet> outlets = new HashMap<>();
    private final List<Session> changes = new ArrayList<>();
    private Instant reached;
    private double deliveredWattHours;

    SubstationState(SubstationIdentity identity, Ledger ledger, SubstationPower power, Moment start) {
        this.identity = identity;
        this.ledger = ledger;
        this.allocator = new Allocator(power.policy(), power.turn(), this::setConnector);
        this.reached = start.simulated();
    }

    Admission admit(ChargeKey key, ChargeOrder order, Moment now) {
        long before = ledger.version();
        Admission admission = ledger.admit(key, order, now);
        if (admission instanceof Admission.Accepted accepted && ledger.version() > before) {
            outlets.put(
                    accepted.terms().id(),
                    new Outlet(VirtualVehicle.needing(accepted.terms().request())));
            changes.add(Session.start(accepted.terms()));
        }
        return admission;
    }

    Optional<Admission.Accepted> claim(ChargeKey key) {
        return ledger.claim(key);
    }

    void release(ChargeKey key, Moment now) {
        ledger.release(key, now).ifPresent(this::forget);
    }

    /** Ends the session if it is active; again is harmless. */
    void stop(String sessionId, Moment now) {
        if (ledger.session(sessionId) instanceof Session.Charging charging) {
            end(charging.cancel(now.simulated()), now);
        }
    }

    /** Lets time pass: vehicles charge with what they were granted, sessions end, the rest is divided anew. */
    void advance(Moment now) {
        Duration elapsed = Duration.between(reached, now.simulated());
        if (elapsed.isPositive()) {
            Duration fair = elapsed.dividedBy(STEPS_MAX);
            Duration step = fair.compareTo(STEP_MAX) > 0 ? fair : STEP_MAX;
            while (reached.isBefore(now.simulated())) {
                Instant next = reached.plus(step);
                charge(next.isBefore(now.simulated()) ? next : now.simulated(), now);
                allocate();
            }
        }
    }

    /** Divides the limit among the sessions there are now. */
    void allocate() {
        List<Demand> demands = ledger.charging().stream().map(this::demand).toList();
        for (Grant grant : allocator.allocate(identity.limitWatts(), demands, reached)) {
            Outlet outlet = outlets.get(grant.sessionId());
            if (outlet != null) {
                outlet.grant = grant;
            }
        }
    }

    /** The sessions that started or ended since the last call. */
    List<Session> takeChanges() {
        List<Session> taken = List.copyOf(changes);
        changes.clear();
        return taken;
    }

    SubstationSnapshot snapshot(Moment now) {
        NavigableMap<String, SessionView> sessions = new TreeMap<>();
        ledger.charging().forEach(session -> sessions.put(session.terms().id(), view(session)));
        ledger.ended().forEach(session -> sessions.put(session.terms().id(), view(session)));
        double powerWatts =
                outlets.values().stream().mapToDouble(outlet -> outlet.setWatts).sum();
        var load = new LoadReport(
                identity.instance(),
                ledger.version(),
                identity.limitWatts(),
                identity.connectors(),
                powerWatts,
                ledger.committedWatts(),
                ledger.activeSessions());
        return new SubstationSnapshot(
                load, Collections.unmodifiableNavigableMap(sessions), deliveredWattHours, now.wall());
    }

    SessionView view(Session session) {
        Outlet outlet = outlets.get(session.terms().id());
        if (outlet == null) {
            return SessionView.of(session, identity.id(), 0, "the session has ended");
        }
        Grant grant = outlet.grant;
        String why = grant == null ? "not allocated yet" : grant.reason().text();
        return SessionView.of(session, identity.id(), outlet.setWatts, why);
    }

    private void charge(Instant until, Moment now) {
        for (Session.Charging session : ledger.charging()) {
            Outlet outlet = outlets.get(session.terms().id());
            Instant departBy = session.terms().request().departBy();
            Instant end = until.isBefore(departBy) ? until : departBy;
            if (outlet == null) {
                throw new IllegalStateException(
                        "no outlet for " + session.terms().id());
            }
            VirtualVehicle after = outlet.vehicle.charge(outlet.setWatts, Duration.between(reached, end));
            double drawn = after.chargeWattHours() - outlet.vehicle.chargeWattHours();
            outlet.vehicle = after;
            Session.Charging charged = session.deliver(Math.max(0, drawn));
            deliveredWattHours += charged.deliveredWattHours() - session.deliveredWattHours();
            ledger.update(charged);
            if (charged.isFull()) {
                end(charged.complete(end), now);
            } else if (!until.isBefore(departBy)) {
                end(charged.expire(departBy), now);
            }
        }
        reached = until;
    }

    private void end(Session.Ended session, Moment now) {
        ledger.end(session, now);
        forget(session);
    }

    private void forget(Session.Ended session) {
        outlets.remove(session.terms().id());
        changes.add(session);
    }

    private Demand demand(Session.Charging session) {
        Outlet outlet = outlets.get(session.terms().id());
        double accepts = outlet == null ? 0 : outlet.vehicle.acceptsWatts();
        double ceiling = Math.max(Demand.MINIMUM_WATTS, accepts);
        return new Demand(
                session.terms().id(),
                Demand.MINIMUM_WATTS,
                ceiling,
                session.terms().start());
    }

    /** A virtual charge point obeys at once; one that is gone draws nothing. */
    private boolean setConnector(String sessionId, double powerWatts) {
        Outlet outlet = outlets.get(sessionId);
        if (outlet != null) {
            outlet.setWatts = powerWatts;
        }
        return true;
    }
}
