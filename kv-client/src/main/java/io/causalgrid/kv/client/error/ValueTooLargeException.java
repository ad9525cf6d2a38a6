package io.causalgrid.kv.client.error;

/** The value, or the whole request, has more bytes than the store takes; the problem's {@code limit} says how many. */
public final class ValueTooLargeException extends RefusedException {
    private static final long serialVersionUID = 1L;

    ValueTooLargeException(Problem problem) {
        super(problem);
    }
}
