package io.causalgrid.grid.core.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for, with the gaps it left. Two orders are the same order exactly if they are equal, so this, and
 * not the filled-in request, is what a repeated idempotency key is compared by.
 *
 * @param vehicleId the vehicle, 1 to {@value ChargeRequest#VEHICLE_ID_LENGTH_MAX} characters
 * @param energyWattHours energy to deliver, or null for {@link ChargeRequest#DEFAULT_ENERGY_WATT_HOURS}
 * @param departBy when the vehicle leaves by the client's clock, or null for {@link ChargeRequest#DEFAULT_STAY} from now
 * @param maxPowerWatts the most the vehicle takes, or null for {@link ChargeRequest#DEFAULT_MAX_POWER_WATTS}
 */
public record ChargeOrder(
        String vehicleId,
        @Nullable Double energyWattHours,
        @Nullable Instant departBy,
        @Nullable Double maxPowerWatts) {

    /** How long the vehicle stays if it plugs in at {@code now}; not positive if it has already left. */
    public Duration stayFrom(Instant now) {
        return departBy == null ? ChargeRequest.DEFAULT_STAY : Duration.between(now, departBy);
    }

    /**
     * The complete request of a vehicle that plugs in at {@code arrival} and stays for {@code stay}. The two need not be
     * of the client's clock: a substation whose time is simulated keeps the length of the stay and moves its start.
     *
     * @throws IllegalArgumentException if a value is outside the bounds of {@link ChargeRequest}
     */
    public ChargeRequest from(Instant arrival, Duration stay) {
        return new ChargeRequest(
                vehicleId,
                energyWattHours == null ? ChargeRequest.DEFAULT_ENERGY_WATT_HOURS : energyWattHours,
                arrival.plus(stay),
                maxPowerWatts == null ? ChargeRequest.DEFAULT_MAX_POWER_WATTS : maxPowerWatts);
    }
}
