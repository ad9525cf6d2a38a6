package io.causalgrid.kv.client.error;

/** The counter would leave the range of a 64-bit integer. */
public final class CounterOverflowException extends RefusedException {
    private static final long serialVersionUID = 1L;

    CounterOverflowException(Problem problem) {
        super(problem);
    }
}
