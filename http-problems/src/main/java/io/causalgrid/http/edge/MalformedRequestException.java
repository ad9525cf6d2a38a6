package io.causalgrid.http.edge;

/** A request cannot be understood. */
final class MalformedRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String detail;

    MalformedRequestException(String detail) {
        super(detail, null, false, false); // no fault of this process, so nobody reads the stack
        this.detail = detail;
    }

    /** Why, for its sender. */
    String detail() {
        return detail;
    }
}
