package io.causalgrid.grid.core.session;

import java.time.Duration;

/**
 * A vehicle that exists only here, with a two-stage battery: it takes constant power up to {@value #TAPER_FROM} of its
 * capacity, and from there power that falls linearly with the charge, to nothing when full (the model of Lee et al.,
 * "Adaptive Charging Networks", 2021, section IV).
 *
 * @param capacityWattHours of the battery, positive
 * @param chargeWattHours in the battery, between 0 and the capacity
 * @param maxPowerWatts taken in the first stage, positive
 */
public record VirtualVehicle(double capacityWattHours, double chargeWattHours, double maxPowerWatts) {
    static final double TAPER_FROM = 0.8;
    private static final double SHARE_ON_ARRIVAL = 0.3;
    private static final double SHARE_WHEN_SERVED = 0.9;
    private static final double NANOS_AN_HOUR = 3.6e12;

    /**
     * A vehicle for which the requested energy is a charge from 30 to 90 %: it sees the taper, and is served in finite
     * time, which one that charges to exactly 100 % never is.
     */
    public static VirtualVehicle needing(ChargeRequest request) {
        double capacity = request.energyWattHours() / (SHARE_WHEN_SERVED - SHARE_ON_ARRIVAL);
        return new VirtualVehicle(capacity, capacity * SHARE_ON_ARRIVAL, request.maxPowerWatts());
    }

    /** Such a vehicle after it has got some of the energy. */
    public static VirtualVehicle needing(ChargeRequest request, double deliveredWattHours) {
        VirtualVehicle before = needing(request);
        double charge = Math.min(before.capacityWattHours, before.chargeWattHours + deliveredWattHours);
        return new VirtualVehicle(before.capacityWattHours, charge, before.maxPowerWatts);
    }

    /** What it would draw now if nothing limited it. */
    public double acceptsWatts() {
        return Math.min(maxPowerWatts, taperPerHour() * (capacityWattHours - chargeWattHours));
    }

    /** The vehicle after drawing at most {@code grantWatts} for {@code time}; exact, so the step does not matter. */
    public VirtualVehicle charge(double grantWatts, Duration time) {
        double watts = Math.min(grantWatts, maxPowerWatts);
        double hours = time.toNanos() / NANOS_AN_HOUR;
        if (watts <= 0 || hours <= 0) {
            return this;
        }
        double taperMeetsGrantAt = capacityWattHours - watts / taperPerHour();
        double constantHours = Math.clamp((taperMeetsGrantAt - chargeWattHours) / watts, 0, hours);
        double afterConstant = chargeWattHours + watts * constantHours;
        double room = (capacityWattHours - afterConstant) * Math.exp(-taperPerHour() * (hours - constantHours));
        double charged = Math.max(chargeWattHours, capacityWattHours - room);
        return new VirtualVehicle(capacityWattHours, Math.min(charged, capacityWattHours), maxPowerWatts);
    }

    /** How long it takes to draw so many watt-hours at most at {@code grantWatts}, in hours; infinite if that never happens. */
    public double hoursFor(double wattHours, double grantWatts) {
        double watts = Math.min(grantWatts, maxPowerWatts);
        if (watts <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        double taperMeetsGrantAt = capacityWattHours - watts / taperPerHour();
        double constant = Math.min(wattHours, Math.max(0, taperMeetsGrantAt - chargeWattHours));
        double roomBefore = capacityWattHours - chargeWattHours - constant;
        double roomAfter = capacityWattHours - chargeWattHours - wattHours;
        double taper = roomAfter > 0 ? Math.log(roomBefore / roomAfter) : Double.POSITIVE_INFINITY;
        return constant / watts + taper / taperPerHour();
    }

    /** In the taper a vehicle draws this many watts for each watt-hour of room; the rate of the exponential. */
    private double taperPerHour() {
        return maxPowerWatts / (capacityWattHours * (1 - TAPER_FROM));
    }
}
