package io.causalgrid.grid.site.csv;

/** A file that holds no separated values. The message says why, for whoever wrote it. */
public final class UnusableFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableFileException(String message) {
        super(message);
    }
}
