package io.causalgrid.grid.core.series;

/** A series that cannot be read. The message says which, where and why, for whoever wrote it. */
public final class InvalidSeriesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InvalidSeriesException(String message) {
        super(message);
    }

    public InvalidSeriesException(String message, Throwable cause) {
        super(message, cause);
    }
}
