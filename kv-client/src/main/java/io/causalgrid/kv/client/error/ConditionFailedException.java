package io.causalgrid.kv.client.error;

/** The condition of a write does not hold. Read again: the session then sees the state that failed it. */
public final class ConditionFailedException extends RefusedException {
    private static final long serialVersionUID = 1L;

    ConditionFailedException(Problem problem) {
        super(problem);
    }
}
