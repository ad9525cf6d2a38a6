package io.causalgrid.kv.client.error;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * No endpoint could serve the call, and waiting until the deadline would not have helped, or the client is closed. Nothing
 * was written.
 */
public sealed class UnavailableException extends CausalGridException
        permits DeadlineExceededException, NoMajorityException {
    private static final long serialVersionUID = 1L;

    private final ArrayList<FailedAttempt> attempts;

    public UnavailableException(String message, List<FailedAttempt> attempts) {
        super(message + inWords(attempts), null);
        this.attempts = new ArrayList<>(attempts);
    }

    /** For each endpoint that was asked, why it did not serve. */
    public final List<FailedAttempt> attempts() {
        return List.copyOf(attempts);
    }

    static String inWords(List<FailedAttempt> attempts) {
        return attempts.isEmpty()
                ? ""
                : attempts.stream().map(FailedAttempt::toString).collect(Collectors.joining("; ", " (", ")"));
    }
}
