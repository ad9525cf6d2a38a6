package io.causalgrid.grid.core.owner;

import org.jspecify.annotations.Nullable;

/** A journal cannot be read now; later it may. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param cause what failed, if that is more than what the message says */
    public JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
