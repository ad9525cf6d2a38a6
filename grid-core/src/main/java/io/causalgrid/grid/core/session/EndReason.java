package io.causalgrid.grid.core.session;

import java.util.Locale;

/** Why a session ended. Each reason leads to one state. */
public enum EndReason {
    /** The vehicle has all the energy that was asked for. */
    SERVED(SessionState.COMPLETED, "it has all that was asked for"),
    /** The time at which the vehicle leaves had come. */
    DEPARTED(SessionState.EXPIRED, "its time of departure has come"),
    /** Somebody asked for its end. */
    STOPPED(SessionState.CANCELLED, "it was stopped on request"),
    /** Nobody confirmed its reservation in time. */
    NOT_CONFIRMED(SessionState.EXPIRED, "its reservation was not confirmed in time"),
    /** Whoever had reserved gave the reservation back. */
    GIVEN_BACK(SessionState.CANCELLED, "its reservation was given back"),
    /** It could not be made safe, and nobody had heard of it. */
    TAKEN_BACK(SessionState.CANCELLED, "it could not be stored and was taken back"),
    /** The charge point or the vehicle failed. */
    FAULT(SessionState.FAULTED, "the charge point or the vehicle failed");

    private final SessionState state;
    private final String text;

    EndReason(SessionState state, String text) {
        this.state = state;
        this.text = text;
    }

    /** The state that it leads to. */
    public SessionState state() {
        return state;
    }

    /** The name as the REST API and the records of ended sessions write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The reason, for people. */
    public String text() {
        return text;
    }

    /** Whether only a session with a vehicle at its connector can end so. */
    public boolean needsVehicle() {
        return this == SERVED || this == FAULT;
    }
}
