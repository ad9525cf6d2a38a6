package io.causalgrid.grid.site;

/** A file that cannot be read, or is not one of a possible site. The message says which, where and why, for whoever wrote it. */
public final class InvalidSiteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Of a possible site that is not one for whoever wants to use it. */
    public InvalidSiteException(String message) {
        super(message);
    }

    InvalidSiteException(String message, Throwable cause) {
        super(message, cause);
    }
}
