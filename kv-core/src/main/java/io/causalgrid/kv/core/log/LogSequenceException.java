package io.causalgrid.kv.core.log;

import java.io.Serial;

/** The record was meant for another place in the log, because an append before it has failed. Nothing was written. */
public final class LogSequenceException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public LogSequenceException(long position, long next) {
        super("the record was made for position " + position + ", and the next one is " + next);
    }
}
