package io.causalgrid.kv.core.state;

import java.io.Serial;

/** The state's disk does not do what it is told. */
public final class StateException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public StateException(String message, Throwable cause) {
        super(message, cause);
    }
}
