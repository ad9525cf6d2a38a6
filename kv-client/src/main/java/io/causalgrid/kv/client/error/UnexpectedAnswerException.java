package io.causalgrid.kv.client.error;

import org.jspecify.annotations.Nullable;

/**
 * An answer that no replica of this version of the store would give. If the call was a write, it may have been applied.
 */
public final class UnexpectedAnswerException extends CausalGridException {
    private static final long serialVersionUID = 1L;

    public UnexpectedAnswerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
