package io.causalgrid.kv.service.replication;

import java.io.Serial;

/** A peer does not answer as a member of this cluster should. */
final class PeerException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    PeerException(String message) {
        super(message);
    }
}
