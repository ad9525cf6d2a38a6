package io.causalgrid.grid.core.session;

import java.time.Duration;
import java.time.Instant;

/**
 * What a vehicle needs, complete.
 *
 * @param vehicleId the vehicle, 1 to {@value #VEHICLE_ID_LENGTH_MAX} characters
 * @param energyWattHours energy to deliver, above 0 and at most {@value #ENERGY_WATT_HOURS_MAX}
 * @param departBy when the vehicle leaves, charged or not
 * @param maxPowerWatts the most the vehicle takes, above 0 and at most {@value #MAX_POWER_WATTS_MAX}
 */
public record ChargeRequest(String vehicleId, double energyWattHours, Instant departBy, double maxPowerWatts) {
    public static final int VEHICLE_ID_LENGTH_MAX = 128;
    /** Twice the largest battery of today's lorries. */
    public static final double ENERGY_WATT_HOURS_MAX = 2_000_000;
    /** The order of the Megawatt Charging System. */
    public static final double MAX_POWER_WATTS_MAX = 4_000_000;

    public static final Duration STAY_MAX = Duration.ofDays(30);

    private static final double SECONDS_AN_HOUR = 3600;

    public ChargeRequest {
        if (vehicleId.isEmpty() || vehicleId.length() > VEHICLE_ID_LENGTH_MAX) {
            throw new IllegalArgumentException("vehicle id of " + vehicleId.length() + " characters");
        }
        requireEnergy(energyWattHours);
        requireMaxPower(maxPowerWatts);
    }

    /**
     * The power promised to this request if it starts at {@code start}: its energy spread evenly over its stay, capped by
     * what the vehicle takes. Whole watts, so that sums over substations can be compared exactly.
     */
    public long commitmentWatts(Instant start) {
        double staySeconds = Duration.between(start, departBy).toMillis() / 1000.0;
        double spreadWatts =
                staySeconds <= 0 ? Double.POSITIVE_INFINITY : energyWattHours * SECONDS_AN_HOUR / staySeconds;
        return Math.round(Math.min(maxPowerWatts, spreadWatts));
    }

    static void requireEnergy(double wattHours) {
        requireWithin("energyWattHours", wattHours, ENERGY_WATT_HOURS_MAX);
    }

    static void requireMaxPower(double watts) {
        requireWithin("maxPowerWatts", watts, MAX_POWER_WATTS_MAX);
    }

    private static void requireWithin(String name, double value, double max) {
        if (!(value > 0 && value <= max)) { // also refuses NaN
            throw new IllegalArgumentException(name + " is " + value + ", not above 0 and at most " + max);
        }
    }
}
