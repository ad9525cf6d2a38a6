package io.causalgrid.kv.client.error;

/** The request itself is wrong: an impossible value, a key that is too long, a token of another cluster. A bug, mostly. */
public final class InvalidRequestException extends RefusedException {
    private static final long serialVersionUID = 1L;

    InvalidRequestException(Problem problem) {
        super(problem);
    }
}
