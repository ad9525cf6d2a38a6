package io.causalgrid.kv.client.error;

import java.util.List;

/** No majority of the cluster's members answered in time, so that nothing is known for certain. Nothing was written. */
public final class NoMajorityException extends UnavailableException {
    private static final long serialVersionUID = 1L;

    /** @param attempts what came of asking each endpoint that did not answer well */
    public NoMajorityException(List<FailedAttempt> attempts) {
        super("No majority of the members answers", attempts);
    }
}
