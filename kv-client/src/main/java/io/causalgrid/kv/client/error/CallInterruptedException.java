package io.causalgrid.kv.client.error;

/**
 * The calling thread was interrupted while it waited; its interrupt flag is set again. Nothing was written, else it would be
 * an {@link OutcomeUnknownException}.
 */
public final class CallInterruptedException extends CausalGridException {
    private static final long serialVersionUID = 1L;

    public CallInterruptedException(InterruptedException cause) {
        super("Interrupted while waiting for the store", cause);
    }
}
