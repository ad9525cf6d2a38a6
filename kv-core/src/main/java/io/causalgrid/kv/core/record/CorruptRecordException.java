package io.causalgrid.kv.core.record;

import java.io.Serial;

/** The bytes are not a record that this version of the software can read. */
public final class CorruptRecordException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public CorruptRecordException(String message) {
        super(message);
    }

    public CorruptRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
