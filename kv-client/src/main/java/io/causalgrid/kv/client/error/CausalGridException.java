package io.causalgrid.kv.client.error;

import org.jspecify.annotations.Nullable;

/**
 * A call that did not give what was asked for. Apart from {@link OutcomeUnknownException}, and from
 * {@link UnexpectedAnswerException}, each of them says that the call has written nothing.
 */
public abstract sealed class CausalGridException extends RuntimeException
        permits RefusedException,
                UnavailableException,
                OutcomeUnknownException,
                CallInterruptedException,
                UnexpectedAnswerException {
    private static final long serialVersionUID = 1L;

    CausalGridException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
