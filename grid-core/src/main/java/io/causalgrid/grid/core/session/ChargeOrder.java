package io.causalgrid.grid.core.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for, with the gaps it left. Two orders are the same order exactly if they are equal, so this, and
 * not the filled-in request, is what a repeated idempotency key is compared by.
 *
 * @param vehicleId the vehicle, 1 to {@value ChargeRequest#VEHICLE_ID_LENGTH_MAX} characters
 * @param energyWattHours energy to deliver, or null for the substation's default
 * @param departBy when the vehicle leaves by the client's clock, or null for the substation's default stay from now
 * @param maxPowerWatts the most the vehicle takes, or null for the substation's default
 */
public record ChargeOrder(
        String vehicleId,
        @Nullable Double energyWattHours,
        @Nullable Instant departBy,
        @Nullable Double maxPowerWatts) {

    /** How long the vehicle stays if it plugs in at {@code now}; not positive if it has already left. */
    public Duration stayFrom(Instant now, SessionDefaults defaults) {
        return departBy == null ? defaults.stay() : Duration.between(now, departBy);
    }

    /**
     * The complete request of a vehicle that plugs in at {@code now} by the client's clock, and at {@code arrival} by that of a
     * substation whose time may be simulated: it keeps the length of the stay and moves its start.
     *
     * @throws IllegalArgumentException if a value is outside the bounds of {@link ChargeRequest}
     */
    public ChargeRequest from(Instant arrival, Instant now, SessionDefaults defaults) {
        return new ChargeRequest(
                vehicleId,
                energyWattHours == null ? defaults.energyWattHours() : energyWattHours,
                arrival.plus(stayFrom(now, defaults)),
                maxPowerWatts == null ? defaults.maxPowerWatts() : maxPowerWatts);
    }
}
