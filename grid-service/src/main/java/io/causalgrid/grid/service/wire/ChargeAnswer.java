package io.causalgrid.grid.service.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A substation's answer to a request that it took. */
@Schema(description = "The vehicle charges.")
public record ChargeAnswer(
        @Schema(examples = "charging") String status,

        @Schema(description = "Sessions on the substation, this one included", examples = "1")
        @JsonProperty("current_load")
        int currentLoad) {
    public static ChargeAnswer charging(int currentLoad) {
        return new ChargeAnswer("charging", currentLoad);
    }
}
