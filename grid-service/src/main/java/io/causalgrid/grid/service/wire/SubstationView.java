package io.causalgrid.grid.service.wire;

import io.causalgrid.grid.core.balancing.LoadReport;
import io.causalgrid.grid.core.balancing.SubstationLoad;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A substation as clients see it; figures of one that was never heard of are null. */
@Schema(name = "Substation")
public record SubstationView(
        @Schema(examples = "substation1") String id,
        @Schema(examples = "http://127.0.0.1:7001") String url,

        @Schema(
                enumeration = {"up", "down"},
                examples = "up")
        String state,

        @Schema(description = "Power it may give out", examples = "250") @Nullable
        Double limitKw,

        @Schema(description = "Power granted to its sessions now", examples = "74") @Nullable
        Double powerKw,

        @Schema(description = "Power promised to its sessions", examples = "50") @Nullable
        Double committedKw,

        @Schema(examples = "10") @Nullable Integer activeSessions,
        @Schema(examples = "200") @Nullable Integer connectors,

        @Schema(description = "Requests that wait for a connector", examples = "0")
        int queueLength) {

    /** A substation's view of itself. */
    public static SubstationView of(String id, String url, LoadReport report) {
        return new SubstationView(
                id,
                url,
                "up",
                Kilo.of(report.limitWatts()),
                Kilo.of(report.powerWatts()),
                Kilo.of((double) report.committedWatts()),
                report.activeSessions(),
                report.connectors(),
                0);
    }

    /** A balancer's view. */
    public static SubstationView of(String url, SubstationLoad load) {
        String state = load.up() ? "up" : "down";
        if (load.connectors() == 0) {
            return new SubstationView(load.id(), url, state, null, null, null, null, null, 0);
        }
        return new SubstationView(
                load.id(),
                url,
                state,
                Kilo.of(load.limitWatts()),
                Kilo.of(load.powerWatts()),
                Kilo.of((double) load.committedWatts()),
                load.activeSessions(),
                load.connectors(),
                0);
    }
}
