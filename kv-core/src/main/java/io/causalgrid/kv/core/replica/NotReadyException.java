package io.causalgrid.kv.core.replica;

import java.io.Serial;

/** The site is not up to date with its own log, or takes in a snapshot. It will be ready by itself. */
public final class NotReadyException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public NotReadyException(String message) {
        super(message);
    }
}
