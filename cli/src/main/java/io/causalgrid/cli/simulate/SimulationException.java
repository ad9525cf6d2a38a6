package io.causalgrid.cli.simulate;

/** A replay that cannot be done; the message says why, for whoever asked for it. */
public final class SimulationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public SimulationException(String message) {
        super(message);
    }

    public SimulationException(String message, Throwable cause) {
        super(message, cause);
    }
}
