package io.causalgrid.grid.core.session;

import java.time.Duration;

/**
 * What a vehicle that does not say what it needs is taken to need.
 *
 * @param energyWattHours above 0 and at most {@link ChargeRequest#ENERGY_WATT_HOURS_MAX}
 * @param stay positive and at most {@link ChargeRequest#STAY_MAX}
 * @param maxPowerWatts above 0 and at most {@link ChargeRequest#MAX_POWER_WATTS_MAX}
 */
public record SessionDefaults(double energyWattHours, Duration stay, double maxPowerWatts) {
    /** 20 kWh in four hours, with 7.4 kW at the most: 32 A at 230 V. */
    public static final SessionDefaults STANDARD = new SessionDefaults(20_000, Duration.ofHours(4), 7_400);

    public SessionDefaults {
        ChargeRequest.requireEnergy(energyWattHours);
        ChargeRequest.requireMaxPower(maxPowerWatts);
        if (!stay.isPositive() || stay.compareTo(ChargeRequest.STAY_MAX) > 0) {
            throw new IllegalArgumentException(
                    "a stay of " + stay + ", not above 0 and at most " + ChargeRequest.STAY_MAX);
        }
    }
}
