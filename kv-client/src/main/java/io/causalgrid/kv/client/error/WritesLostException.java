package io.causalgrid.kv.client.error;

/**
 * The session's token names a write that was acknowledged and then lost, which can happen when replicas sync their disks
 * only from time to time. No replica can serve the session any more: begin a new one, and write again what must be there.
 */
public final class WritesLostException extends RefusedException {
    private static final long serialVersionUID = 1L;

    WritesLostException(Problem problem) {
        super(problem);
    }
}
