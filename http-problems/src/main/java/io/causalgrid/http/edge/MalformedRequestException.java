package io.causalgrid.http.edge;

/** A request cannot be understood; the message says why, for its sender. */
final class MalformedRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedRequestException(String message) {
        super(message, null, false, false); // no fault of this process, so nobody reads the stack
    }
}
