package io.causalgrid.grid.service.substation;

import io.causalgrid.grid.core.allocation.Allocator;
import io.causalgrid.grid.core.allocation.AllocatorSettings;
import io.causalgrid.grid.core.allocation.Demand;
import io.causalgrid.grid.core.allocation.Grant;
import io.causalgrid.grid.core.balancing.LoadReport;
import io.causalgrid.grid.core.ledger.Admission;
import io.causalgrid.grid.core.ledger.ChargeKey;
import io.causalgrid.grid.core.ledger.Ledger;
import io.causalgrid.grid.core.ledger.Moment;
import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.network.Network;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.Session;
import io.causalgrid.grid.core.session.SessionState;
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
    /** Some steps of simulated time. */
    private static final Duration LEASE = Duration.ofMinutes(10);

    /** A vehicle at its connector. */
    private static final class Outlet {
        VirtualVehicle vehicle;

        @Nullable
        Grant grant;

        Outlet(VirtualVehicle vehicle) {
            this.vehicle = vehicle;
        }
    }

    private final SubstationIdentity identity;
    private final Ledger ledger;
    private final Network network;
    private final Allocator allocator;
    /** What each virtual charge point was told. */
    private final double[] toldAmps;

    private final Map<String, Outlet> outlets = new HashMap<>();
    private final List<Session> changes = new ArrayList<>();
    private Instant reached;
    private double deliveredWattHours;

    SubstationState(SubstationIdentity identity, Ledger ledger, SubstationPower power, Moment start) {
        this.identity = identity;
        this.ledger = ledger;
        this.network = SingleBus.of(identity);
        this.toldAmps = new double[identity.connectors()];
        var settings = new AllocatorSettings(power.turn(), Duration.ZERO, LEASE);
        this.allocator = new Allocator(power.policy(), settings, network, this::setConnector);
        this.reached = start.simulated();
    }

    Admission admit(ChargeKey key, ChargeOrder order, Moment now) {
        long before = ledger.version();
        Admission admission = ledger.admit(key, order, now);
        if (admission instanceof Admission.Accepted accepted && ledger.version() > before) {
            outlets.put(
                    accepted.terms().id(),
                    new Outlet(VirtualVehicle.needing(accepted.terms().request())));
            changes.add(Session.start(accepted.terms(), now.simulated()));
        }
        return admission;
    }

    Optional<Admission.Accepted> claim(ChargeKey key, Moment now) {
        return ledger.claim(key, now)
                .filter(Admission.Accepted.class::isInstance)
                .map(Admission.Accepted.class::cast);
    }

    void release(ChargeKey key, Moment now) {
        ledger.release(key, now).ifPresent(this::forget);
    }

    /** Ends the session if it is active; again is harmless. */
    void stop(String sessionId, Moment now) {
        if (ledger.session(sessionId) instanceof Session.Charging charging) {
            end(charging, SessionState.CANCELLED, now);
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
        for (Grant grant : allocator.allocate(demands, reached, STEP_MAX)) {
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
                ledger.charging().stream().mapToDouble(this::toldWatts).sum();
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
        return SessionView.of(session, identity.id(), toldWatts(session), why);
    }

    private void charge(Instant until, Moment now) {
        Map<String, Double> drawn = new HashMap<>();
        for (Session.Charging session : ledger.charging()) {
            Outlet outlet = outlet(session);
            VirtualVehicle after =
                    outlet.vehicle.charge(toldWatts(session), Duration.between(reached, endOf(session, until)));
            double energy = Math.max(0, after.chargeWattHours() - outlet.vehicle.chargeWattHours());
            outlet.vehicle = after;
            double counted = session.deliver(energy).deliveredWattHours() - session.deliveredWattHours();
            deliveredWattHours += counted;
            drawn.put(session.terms().id(), energy);
        }
        ledger.deliver(drawn, new Moment(now.wall(), until));
        for (Session.Charging session : ledger.charging()) {
            var end = new Moment(now.wall(), endOf(session, until));
            if (session.isFull()) {
                end(session, SessionState.COMPLETED, end);
            } else if (!until.isBefore(session.terms().request().departBy())) {
                end(session, SessionState.EXPIRED, end);
            }
        }
        reached = until;
    }

    private static Instant endOf(Session session, Instant until) {
        Instant departBy = session.terms().request().departBy();
        return until.isBefore(departBy) ? until : departBy;
    }

    private void end(Session.Charging session, SessionState state, Moment at) {
        forget(ledger.end(session, state, at));
    }

    private void forget(Session.Ended session) {
        outlets.remove(session.terms().id());
        changes.add(session);
    }

    private Demand demand(Session.Charging session) {
        int connector = connector(session);
        Connector outlet = network.connectors().get(connector);
        double accepts = outlet(session).vehicle.acceptsWatts() / outlet.wattsPerAmp();
        return new Demand(
                session.terms().id(),
                connector,
                0,
                outlet.chargePoint().ceil(accepts),
                session.missingWattHours(),
                session.terms().start(),
                session.terms().request().departBy());
    }

    private Outlet outlet(Session session) {
        Outlet outlet = outlets.get(session.terms().id());
        if (outlet == null) {
            throw new IllegalStateException("no outlet for " + session.terms().id());
        }
        return outlet;
    }

    private double toldWatts(Session session) {
        int connector = connector(session);
        return network.watts(connector, toldAmps[connector]);
    }

    /** The position of a session's connector in the network. */
    private static int connector(Session session) {
        return session.terms().connector() - 1;
    }

    /** A virtual charge point obeys at once; it is told anew long before its lease ends. */
    private boolean setConnector(int connector, double amps, Instant until) {
        toldAmps[connector] = amps;
        return true;
    }
}
