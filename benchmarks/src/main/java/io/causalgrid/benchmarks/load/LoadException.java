package io.causalgrid.benchmarks.load;

/** The clients could not do what they were to do, so there is nothing to measure; the text says why. */
public final class LoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With that text. */
    public LoadException(String message) {
        super(message);
    }

    LoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
