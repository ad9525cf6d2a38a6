package io.causalgrid.kv.service.replication;

import java.io.Serial;

/** The link is cut on purpose, or stopped: trying again is pointless until somebody heals it. */
final class LinkCutException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    LinkCutException(String peer) {
        super("the link to " + peer + " is cut");
    }
}
