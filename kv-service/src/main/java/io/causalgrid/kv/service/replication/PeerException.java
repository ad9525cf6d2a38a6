package io.causalgrid.kv.service.replication;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A peer does not answer as a member of this cluster should. */
final class PeerException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final LinkStatus.@Nullable Refusal refusal;

    PeerException(String message) {
        this(message, null);
    }

    PeerException(String message, LinkStatus.@Nullable Refusal refusal) {
        super(message);
        this.refusal = refusal;
    }

    /** Why the peer gives nothing, if it said so in a way that we understand. */
    Optional<LinkStatus.Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }
}
