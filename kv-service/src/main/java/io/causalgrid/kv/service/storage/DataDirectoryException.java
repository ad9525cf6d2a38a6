package io.causalgrid.kv.service.storage;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The data directory cannot be used as it is; the message says what is wrong with it and what to do. */
public final class DataDirectoryException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public DataDirectoryException(String message) {
        this(message, null);
    }

    public DataDirectoryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
