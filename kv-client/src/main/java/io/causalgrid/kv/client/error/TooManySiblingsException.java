package io.causalgrid.kv.client.error;

/** A conditional write would leave the key with more concurrent versions than it may have. Write without a condition to merge. */
public final class TooManySiblingsException extends RefusedException {
    private static final long serialVersionUID = 1L;

    TooManySiblingsException(Problem problem) {
        super(problem);
    }
}
