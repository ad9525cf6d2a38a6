package io.causalgrid.grid.core.allocation;

/** A policy could not divide, or not in the time it has. Nothing has happened; another policy may be asked. */
public final class PolicyFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PolicyFailedException(String message) {
        super(message);
    }

    public PolicyFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
