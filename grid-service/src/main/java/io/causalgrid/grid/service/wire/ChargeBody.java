package io.causalgrid.grid.service.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.causalgrid.grid.core.session.ChargeOrder;
import io.causalgrid.grid.core.session.ChargeRequest;
import io.causalgrid.http.problems.Problems;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A request to charge, as clients send it and as it is passed on. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ChargeRequest", description = "What a vehicle needs. All but the vehicle have defaults.")
public record ChargeBody(
        @Schema(
                oneOf = {String.class, Long.class},
                description = "The vehicle: a text of 1 to 128 characters, or a whole number",
                examples = "7",
                required = true)
        @JsonProperty("vehicle_id")
        @JsonDeserialize(using = VehicleIdReader.class)
        @NotNull
        @Size(min = 1, max = ChargeRequest.VEHICLE_ID_LENGTH_MAX)
        String vehicleId,

        @Schema(description = "Energy to deliver, in kilowatt-hours; above 0", defaultValue = "20", examples = "20")
        @JsonProperty("energy_kwh")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("2000")
        @Nullable
        Double energyKwh,

        @Schema(
                description = "When the vehicle leaves (ISO 8601); within 30 days. By default in four hours",
                examples = "2030-03-01T18:00:00Z")
        @JsonProperty("depart_by")
        @Nullable
        Instant departBy,

        @Schema(
                description = "The most the vehicle takes, in kilowatts; above 0",
                defaultValue = "7.4",
                examples = "7.4")
        @JsonProperty("max_power_kw")
        @DecimalMin(value = "0", inclusive = false)
        @DecimalMax("4000")
        @Nullable
        Double maxPowerKw) {
    private static final double WATTS_A_KILOWATT = 1_000;

    /**
     * What the core understands.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 if the departure is not within the time allowed
     */
    public ChargeOrder order(Instant now) {
        if (departBy != null) {
            if (!departBy.isAfter(now)) {
                throw Problems.invalidRequest("'depart_by' must lie in the future.");
            }
            Duration stayMax = ChargeRequest.STAY_MAX;
            if (departBy.isAfter(now.plus(stayMax))) {
                throw Problems.invalidRequest("'depart_by' may be at most " + stayMax.toDays() + " days ahead.");
            }
        }
        return new ChargeOrder(vehicleId, thousandfold(energyKwh), departBy, thousandfold(maxPowerKw));
    }

    private static @Nullable Double thousandfold(@Nullable Double kilo) {
        return kilo == null ? null : Double.valueOf(kilo * WATTS_A_KILOWATT);
    }
}
