package io.causalgrid.grid.core.simulation;

import io.causalgrid.grid.core.allocation.Demand;
import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.session.ChargeRequest;
import io.causalgrid.grid.core.session.VirtualVehicle;
import java.time.Duration;

/** One vehicle while it is there. Confined to one thread. */
final class Vehicle {
    private static final double SECONDS_AN_HOUR = 3600;
    /** What is less is not worth a step; sums of many steps carry rounding errors. */
    private static final double SERVED_WITHIN_WATT_HOURS = 0.01;

    private final RecordedSession session;
    private final Connector connector;
    private final int position;
    private final BatteryModel model;
    private VirtualVehicle twoStage;
    private double deliveredWattHours;
    private double cost;

    Vehicle(RecordedSession session, Connector connector, int position, BatteryModel model) {
        this.session = session;
        this.connector = connector;
        this.position = position;
        this.model = model;
        this.twoStage = VirtualVehicle.needing(
                new ChargeRequest("simulated", session.energyWattHours(), session.departure(), session.maxWatts()));
    }

    RecordedSession session() {
        return session;
    }

    int position() {
        return position;
    }

    double deliveredWattHours() {
        return deliveredWattHours;
    }

    Run.Outcome outcome() {
        return new Run.Outcome(session, deliveredWattHours, cost);
    }

    double missingWattHours() {
        return Math.max(0, session.energyWattHours() - deliveredWattHours);
    }

    boolean isServed() {
        return missingWattHours() < SERVED_WITHIN_WATT_HOURS;
    }

    /** What it would draw now if nothing limited it. */
    double acceptsWatts() {
        return switch (model) {
            case IDEAL -> session.maxWatts();
            case TWO_STAGE -> twoStage.acceptsWatts();
        };
    }

    /**
     * What a policy is told about it: the ceiling is what it takes now; when it will be served within the step, what suffices
     * for that, rounded up to what its charge point can be told.
     */
    Demand demand(Duration step) {
        double taken = Math.min(acceptsWatts() / connector.wattsPerAmp(), connector.maxAmps());
        double needed = missingWattHours() / hours(step) / connector.wattsPerAmp();
        return new Demand(
                session.id(),
                position,
                0,
                needed < taken ? connector.chargePoint().ceil(needed) : taken,
                missingWattHours(),
                session.arrival(),
                session.deadline());
    }

    /** Its current when it is granted so much; drawn from the beginning of the step. */
    double drawnAmps(double grantedAmps) {
        return Math.min(grantedAmps, acceptsWatts() / connector.wattsPerAmp());
    }

    /** How long it takes at that current until it is served, in hours; infinite if that never happens. */
    double hoursUntilServed(double grantedAmps) {
        double watts = Math.min(grantedAmps * connector.wattsPerAmp(), session.maxWatts());
        return switch (model) {
            case IDEAL -> watts > 0 ? missingWattHours() / watts : Double.POSITIVE_INFINITY;
            case TWO_STAGE -> twoStage.hoursFor(missingWattHours(), watts);
        };
    }

    /**
     * Charges for a while.
     *
     * @param pricePerKwh during that
     * @return the energy drawn, in watt-hours
     */
    double charge(double grantedAmps, Duration time, double pricePerKwh) {
        double watts = Math.min(grantedAmps * connector.wattsPerAmp(), session.maxWatts());
        double drawn =
                switch (model) {
                    case IDEAL -> watts * hours(time);
                    case TWO_STAGE -> {
                        VirtualVehicle before = twoStage;
                        twoStage = before.charge(watts, time);
                        yield twoStage.chargeWattHours() - before.chargeWattHours();
                    }
                };
        double used = Math.min(drawn, missingWattHours());
        deliveredWattHours += used;
        cost += used / 1000 * pricePerKwh;
        return used;
    }

    static double hours(Duration time) {
        return time.toMillis() / 1000.0 / SECONDS_AN_HOUR;
    }
}
