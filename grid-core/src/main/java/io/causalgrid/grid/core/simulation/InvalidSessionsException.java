package io.causalgrid.grid.core.simulation;

/** Sessions that cannot be replayed. The message says where and why, for whoever wrote them. */
public final class InvalidSessionsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public InvalidSessionsException(String message) {
        super(message);
    }
}
