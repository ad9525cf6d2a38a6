package io.causalgrid.grid.service.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.causalgrid.grid.core.session.Session;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A session as clients see it. */
@Schema(name = "Session")
public record SessionView(
        @Schema(examples = "substation1-9f1c2ab4-00000001") String id,
        @Schema(examples = "7") String vehicleId,
        @Schema(examples = "substation1") String substation,

        @Schema(description = "The connector it holds or held; empty of one that waits", examples = "1")
        String connector,

        @Schema(
                enumeration = {
                    "reserved",
                    "queued",
                    "charging",
                    "suspended",
                    "completed",
                    "cancelled",
                    "expired",
                    "faulted"
                },
                examples = "charging")
        String state,

        @Schema(examples = "20") double requestedKwh,
        @Schema(examples = "3.21") double deliveredKwh,

        @Schema(description = "Power it may draw now", examples = "7.4")
        double grantedKw,

        @Schema(description = "Why it may draw that much", examples = "all that the vehicle takes")
        String why,

        @Schema(
                description = "Why it has ended; only of one that has",
                enumeration = {"served", "departed", "stopped", "not-confirmed", "given-back", "taken-back", "fault"},
                examples = "departed")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String endedBecause,

        @Schema(description = "When the vehicle leaves, in the substation's time")
        Instant departBy,

        @Schema(description = "States entered, oldest first")
        List<Change> history) {

    /** One line of the history. */
    @Schema(name = "SessionChange")
    public record Change(@Schema(examples = "charging") String state, Instant at) {}

    /** Shows a session with the power it has and the reason for that. */
    public static SessionView of(Session session, String substation, double grantedWatts, String why) {
        var terms = session.terms();
        return new SessionView(
                terms.id(),
                terms.request().vehicleId(),
                substation,
                terms.connector(),
                session.state().label(),
                Kilo.of(terms.request().energyWattHours()),
                Kilo.of(session.deliveredWattHours()),
                Kilo.of(grantedWatts),
                why,
                session instanceof Session.Ended ended ? ended.because().label() : null,
                terms.request().departBy(),
                session.history().stream()
                        .map(change -> new Change(change.state().label(), change.at()))
                        .toList());
    }
}
