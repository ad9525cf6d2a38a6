package io.causalgrid.kv.core.replica;

import java.io.Serial;

/** So many requests wait for their causes already that this one cannot. */
public final class TooManyWaitsException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public TooManyWaitsException(int capacity) {
        super("already " + capacity + " requests wait for their causes");
    }
}
