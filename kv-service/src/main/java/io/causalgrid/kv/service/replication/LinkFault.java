package io.causalgrid.kv.service.replication;

import java.time.Duration;

/**
 * A fault put on the link to a peer on purpose.
 *
 * @param cut nothing passes, in either direction
 * @param delay what comes from the peer is held back for so long
 */
public record LinkFault(boolean cut, Duration delay) {
    /** A healthy link. */
    public static final LinkFault NONE = new LinkFault(false, Duration.ZERO);
}
