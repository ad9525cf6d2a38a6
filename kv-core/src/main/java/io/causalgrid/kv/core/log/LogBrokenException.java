package io.causalgrid.kv.core.log;

import java.io.Serial;

/**
 * The log's disk does not do what it is told. The record is not in the log; the site can still be read. Only if the
 * process ends before the disk lets the log repair itself may the record be there when the log is opened again; no other
 * record can have taken its position.
 */
public final class LogBrokenException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public LogBrokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
