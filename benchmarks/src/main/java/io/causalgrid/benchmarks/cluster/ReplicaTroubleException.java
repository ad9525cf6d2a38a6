package io.causalgrid.benchmarks.cluster;

/** A replica does not do what is to be measured; the text says what. */
public final class ReplicaTroubleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With that text. */
    public ReplicaTroubleException(String message) {
        super(message);
    }

    ReplicaTroubleException(String message, Throwable cause) {
        super(message, cause);
    }
}
