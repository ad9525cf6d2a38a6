package io.causalgrid.benchmarks.peer;

/** One of the peers cannot be measured; the text says why. */
public final class PeerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PeerException(String message) {
        super(message);
    }

    PeerException(String message, Throwable cause) {
        super(message, cause);
    }
}
