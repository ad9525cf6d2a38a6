package io.causalgrid.grid.service.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A substation's answer to a request that it took, now or before. */
@Schema(description = "The vehicle's session, as it is now: a repeated request may find it ended.")
public record ChargeAnswer(
        @Schema(
                enumeration = {"charging", "suspended", "completed", "cancelled", "expired", "faulted", "ended"},
                examples = "charging")
        String status,

        @Schema(description = "Sessions on the substation, this one included", examples = "1")
        @JsonProperty("current_load")
        int currentLoad) {
    /** What a session that has just begun is answered with. */
    public static ChargeAnswer charging(int currentLoad) {
        return new ChargeAnswer("charging", currentLoad);
    }
}
