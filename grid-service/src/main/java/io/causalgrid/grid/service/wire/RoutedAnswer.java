package io.causalgrid.grid.service.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A balancer's, and the gateway's, answer to a request that a substation took. */
@Schema(description = "Which substation took the request, and what it answered.")
public record RoutedAnswer(
        @Schema(description = "Address of the substation", examples = "http://127.0.0.1:7001")
        @JsonProperty("routed_to")
        String routedTo,

        ChargeAnswer result) {}
