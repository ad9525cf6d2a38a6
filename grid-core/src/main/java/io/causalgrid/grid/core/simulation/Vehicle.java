package io.causalgrid.grid.core.simulation;

import io.causalgrid.grid.core.allocation.Demand;
import io.causalgrid.grid.core.network.Connector;
import io.causalgrid.grid.core.plant.Appetite;
import io.causalgrid.grid.core.plant.Habit;
import io.causalgrid.grid.core.session.ChargeRequest;
import io.causalgrid.grid.core.session.VirtualVehicle;
import java.time.Duration;
import java.time.Instant;

/** One vehicle while it is there, and what is known of it. Confined to one thread. */
final class Vehicle {
    private static final double SECONDS_AN_HOUR = 3600;
    /** What is less is not worth a step; sums of many steps carry rounding errors. */
    private static final double SERVED_WITHIN_WATT_HOURS = 0.01;

    /** Where a vehicle is, and how it behaves there. */
    record Stay(RecordedSession session, Connector connector, int position, Habit habit) {}

    private final RecordedSession session;
    private final Connector connector;
    private final int position;
    private final Habit habit;
    private final BatteryModel model;
    private final Knowledge knowledge;
    private final Appetite appetite;
    private final double goalWattHours;
    private VirtualVehicle twoStage;
    private boolean isAwake;
    private double deliveredWattHours;
    private double cost;
    private double promisedWattHours;

    Vehicle(Stay stay, BatteryModel model, Knowledge knowledge) {
        this.session = stay.session();
        this.connector = stay.connector();
        this.position = stay.position();
        this.habit = stay.habit();
        this.model = model;
        this.knowledge = knowledge;
        this.appetite = new Appetite(wishedAmps(), connector.minAmps());
        this.goalWattHours = habit.goal(session.energyWattHours());
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
        return new Run.Outcome(session, deliveredWattHours, cost, promisedWattHours);
    }

    /** It is promised so much by its deadline. */
    void promise(double wattHours) {
        promisedWattHours = wattHours;
    }

    /** A time has come. */
    void look(Instant now) {
        isAwake = !now.isBefore(habit.awake(session.arrival(), session.departure()));
    }

    /** Whether, as far as is known, it may want more. */
    boolean mayWant() {
        return knownMissingWattHours() >= SERVED_WITHIN_WATT_HOURS;
    }

    private double knownMissingWattHours() {
        return knowledge == Knowledge.EXACT
                ? missingWattHours()
                : Math.max(0, session.energyWattHours() - deliveredWattHours);
    }

    private double missingWattHours() {
        return Math.max(0, goalWattHours - deliveredWattHours);
    }

    private double wishedAmps() {
        return Math.min(session.maxWatts() / connector.wattsPerAmp(), connector.maxAmps());
    }

    /** The most it takes with an empty battery. */
    private double mostWatts() {
        boolean takes = isAwake && missingWattHours() >= SERVED_WITHIN_WATT_HOURS;
        return takes ? habit.most(session.maxWatts()) : 0;
    }

    /** What it would draw now if nothing limited it. */
    double acceptsWatts() {
        return switch (model) {
            case IDEAL -> mostWatts();
            case TWO_STAGE -> Math.min(mostWatts(), twoStage.acceptsWatts());
        };
    }

    /**
     * What a policy is told about it: the ceiling is what it takes now, as far as is known; when it will be served within the step,
     * what suffices for that, rounded up to what its charge point can be told.
     */
    Demand demand(Duration step) {
        double taken =
                switch (knowledge) {
                    case EXACT -> Math.min(acceptsWatts() / connector.wattsPerAmp(), connector.maxAmps());
                    case METERS -> connector.currents().ceil(appetite.amps());
                    case WISHES -> wishedAmps();
                };
        double needed = knownMissingWattHours() / hours(step) / connector.wattsPerAmp();
        var demand = new Demand(
                session.id(),
                position,
                0,
                needed < taken ? connector.currents().ceil(needed) : taken,
                knownMissingWattHours(),
                session.arrival(),
                session.deadline());
        return demand.withPromise(Math.max(0, promisedWattHours - deliveredWattHours));
    }

    /** Its meter says what it draws, granted so much. */
    void meter(double grantedAmps, Instant now) {
        if (knowledge == Knowledge.METERS) {
            look(now);
            appetite.metered(drawnAmps(grantedAmps), grantedAmps, now);
        }
    }

    /** Its current when it is granted so much; drawn from the beginning of the step. */
    double drawnAmps(double grantedAmps) {
        return Math.min(grantedAmps, acceptsWatts() / connector.wattsPerAmp());
    }

    /** How long it takes at that current until it is known to be served, in hours; infinite if that is never known. */
    double hoursUntilServed(double grantedAmps) {
        boolean isKnown = knowledge == Knowledge.EXACT || goalWattHours == session.energyWattHours();
        double watts = Math.min(grantedAmps * connector.wattsPerAmp(), mostWatts());
        if (!isKnown || watts <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        return switch (model) {
            case IDEAL -> missingWattHours() / watts;
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
        double watts = Math.min(grantedAmps * connector.wattsPerAmp(), mostWatts());
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
