package io.causalgrid.kv.client.error;

import java.util.List;

/** The call's time is over. Nothing was written. */
public final class DeadlineExceededException extends UnavailableException {
    private static final long serialVersionUID = 1L;

    public DeadlineExceededException(String message, List<FailedAttempt> attempts) {
        super(message, attempts);
    }
}
