package io.causalgrid.kv.client.error;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A write whose answer was lost, and which the client could not repeat safely until an answer came: it may have been applied,
 * once, or not at all. Reading in the same session tells only what has been applied where it is read.
 */
public final class OutcomeUnknownException extends CausalGridException {
    private static final long serialVersionUID = 1L;

    private final String requestId;
    private final ArrayList<FailedAttempt> attempts;

    /** @param cause why the client stopped asking, if there is more to say than that the time was over */
    public OutcomeUnknownException(String requestId, List<FailedAttempt> attempts, @Nullable Throwable cause) {
        super(
                "The write " + requestId + " may have been applied, or not" + UnavailableException.inWords(attempts),
                cause);
        this.requestId = requestId;
        this.attempts = new ArrayList<>(attempts);
    }

    /** The {@code Idempotency-Key} under which the write was sent. */
    public String requestId() {
        return requestId;
    }

    /** For each endpoint that was asked, what came of it last. */
    public List<FailedAttempt> attempts() {
        return List.copyOf(attempts);
    }
}
