package io.causalgrid.grid.site;

/** A file that cannot be read, or is not one of a possible site. The message says which, where and why, for whoever wrote it. */
public final class InvalidSiteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidSiteException(String message, Throwable cause) {
        super(message, cause);
    }
}
