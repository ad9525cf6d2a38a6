package io.causalgrid.kv.core.log;

import java.io.Serial;

/** The log has no room for the record. Nothing was written; the site can still be read. */
public final class LogFullException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public LogFullException(String message) {
        super(message);
    }
}
